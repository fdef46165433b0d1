import {
  DeploymentAlreadyCompletedException,
  DeploymentIsNotInReadyStateException,
  InvalidDeploymentWaitTypeException,
} from '@aws-sdk/client-codedeploy'
import type { ContinueDeploymentInput } from '@aws-sdk/client-codedeploy'
import type { Operation } from '../../../operation.ts'
import { exception } from '../errors.ts'
import { findDeployment, isOver } from '../lookup.ts'
import { codedeploy } from '../store.ts'

const STAGES = { READY_WAIT: 'ready-wait', TERMINATION_WAIT: 'termination-wait' } as const

/** Ends a deployment's wait: for the shift of the traffic, or for the end of the original task set. Throws DeploymentIsNotInReadyStateException, …. */
export const continueDeployment: Operation<ContinueDeploymentInput, object> = (input, { scope }) => {
  const deployment = findDeployment(scope, input.deploymentId)
  const { deploymentId } = deployment
  const waitType = input.deploymentWaitType ?? 'READY_WAIT'
  if (!(waitType in STAGES)) {
    throw exception(InvalidDeploymentWaitTypeException, `The deployment wait type ${waitType} is not valid`)
  }
  if (isOver(deployment)) {
    throw exception(
      DeploymentAlreadyCompletedException,
      `The deployment ${deploymentId} is already in the terminal state ${deployment.status}`,
    )
  }
  if (deployment.stage !== STAGES[waitType]) {
    const message = `The deployment ${deploymentId} is not waiting in ${waitType}`
    throw exception(DeploymentIsNotInReadyStateException, message)
  }
  deployment.continued = true
  codedeploy(scope).deployments.put(deploymentId, deployment)
  return {}
}
