import {
  DeploymentTargetDoesNotExistException,
  DeploymentTargetIdRequiredException,
} from '@aws-sdk/client-codedeploy'
import type { GetDeploymentTargetInput, GetDeploymentTargetOutput } from '@aws-sdk/client-codedeploy'
import type { Operation } from '../../../operation.ts'
import { exception } from '../errors.ts'
import { findDeployment } from '../lookup.ts'
import { targetIdOf, targetShape } from '../shapes.ts'

/** Throws DeploymentDoesNotExistException, DeploymentTargetDoesNotExistException. */
export const getDeploymentTarget: Operation<GetDeploymentTargetInput, GetDeploymentTargetOutput> = (
  input,
  { scope },
) => {
  const deployment = findDeployment(scope, input.deploymentId)
  const { targetId } = input
  if (!targetId) throw exception(DeploymentTargetIdRequiredException, 'Target ID is required')
  if (targetId !== targetIdOf(deployment)) {
    const message = `The deployment target ${targetId} could not be found in the deployment ${deployment.deploymentId}`
    throw exception(DeploymentTargetDoesNotExistException, message)
  }
  return { deploymentTarget: targetShape(scope, deployment) }
}
