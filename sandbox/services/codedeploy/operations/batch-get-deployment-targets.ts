import type {
  BatchGetDeploymentTargetsInput,
  BatchGetDeploymentTargetsOutput,
} from '@aws-sdk/client-codedeploy'
import { DeploymentTargetDoesNotExistException } from '@aws-sdk/client-codedeploy'
import type { Operation } from '../../../operation.ts'
import { exception } from '../errors.ts'
import { findDeployment } from '../lookup.ts'
import { targetIdOf, targetShape } from '../shapes.ts'

/** Throws DeploymentDoesNotExistException, DeploymentTargetDoesNotExistException. */
export const batchGetDeploymentTargets: Operation<
  BatchGetDeploymentTargetsInput,
  BatchGetDeploymentTargetsOutput
> = (input, { scope }) => {
  const deployment = findDeployment(scope, input.deploymentId)
  const ids = input.targetIds ?? []
  const unknown = ids.find(id => id !== targetIdOf(deployment))
  if (unknown) {
    const message = `The deployment target ${unknown} could not be found in the deployment ${deployment.deploymentId}`
    throw exception(DeploymentTargetDoesNotExistException, message)
  }
  return { deploymentTargets: ids.map(() => targetShape(scope, deployment)) }
}
