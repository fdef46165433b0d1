import { DeploymentAlreadyCompletedException } from '@aws-sdk/client-codedeploy'
import type { StopDeploymentInput, StopDeploymentOutput } from '@aws-sdk/client-codedeploy'
import type { Operation } from '../../../operation.ts'
import { endDeployment } from '../end-deployment.ts'
import { exception } from '../errors.ts'
import { findDeployment, isOver } from '../lookup.ts'
import { codedeploy } from '../store.ts'

/** Stops a deployment; with autoRollbackEnabled, or as its group says, a rollback begins. Throws DeploymentAlreadyCompletedException. */
export const stopDeployment: Operation<StopDeploymentInput, StopDeploymentOutput> = (
  input,
  { scope, sandbox, principal },
) => {
  const deployment = findDeployment(scope, input.deploymentId)
  const { deploymentId, autoRollbackConfiguration } = deployment
  if (isOver(deployment)) {
    throw exception(
      DeploymentAlreadyCompletedException,
      `The deployment ${deploymentId} is already in the terminal state ${deployment.status}`,
    )
  }
  if (input.autoRollbackEnabled !== undefined) {
    const others = (autoRollbackConfiguration.events ?? []).filter(
      event => event !== 'DEPLOYMENT_STOP_ON_REQUEST',
    )
    deployment.autoRollbackConfiguration = input.autoRollbackEnabled
      ? { enabled: true, events: [...others, 'DEPLOYMENT_STOP_ON_REQUEST'] }
      : { ...autoRollbackConfiguration, events: others }
  }
  const time = sandbox.clock.time(scope.accountId)
  const message = `Deployment was stopped by ${principal.arn}`
  endDeployment(
    { sandbox, scope, deployment, time },
    { status: 'Stopped', error: { code: 'MANUAL_STOP', message }, rollsBackOn: 'DEPLOYMENT_STOP_ON_REQUEST' },
  )
  codedeploy(scope).deployments.put(deploymentId, deployment)
  return {
    status: 'Succeeded',
    statusMessage: 'No more commands will be scheduled for execution in the deployment instances',
  }
}
