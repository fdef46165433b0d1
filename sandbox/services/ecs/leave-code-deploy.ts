import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { addRevision } from './deployments.ts'
import { invalidParameter } from './lookup.ts'
import type { DeploymentDocument, ServiceDocument, TaskSetDocument } from './store.ts'

/**
 * Makes the task set of a service, whose deployments were CodeDeploy's, the deployment that ECS goes on from: its tasks stay. Throws
 * InvalidParameterException while a deployment is under way.
 */
export function leaveCodeDeploy(sandbox: Sandbox, scope: Scope, service: ServiceDocument): void {
  const taskSets = service.taskSets ?? []
  const primary = taskSets.find(({ status }) => status === 'PRIMARY')
  if (!primary || taskSets.length > 1) {
    throw invalidParameter(
      'Unable to update the deployment controller of a service with more than one task set. Wait until its deployment has ended.',
    )
  }
  const settings = settingsOf(primary)
  const revisionArn = addRevision(sandbox, scope, service, { id: primary.id, settings })
  service.deployments = [deploymentOf(primary, revisionArn)]
  service.deploymentController = { type: 'ECS' }
  delete service.taskSets
}

function settingsOf(taskSet: TaskSetDocument) {
  const { taskDefinition, launchType, capacityProviderStrategy, platformVersion } = taskSet
  const { networkConfiguration, loadBalancers } = taskSet
  return {
    ...{ taskDefinition, platformVersion, loadBalancers, networkConfiguration },
    ...{ launchType, capacityProviderStrategy },
  }
}

/** Under the task set's id: its tasks name it. */
function deploymentOf(taskSet: TaskSetDocument, revisionArn: string): DeploymentDocument {
  const { id, createdAt, updatedAt, failedTasks, loadBalancers } = taskSet
  return {
    ...settingsOf(taskSet),
    ...{ id, createdAt, updatedAt, failedTasks, revisionArn },
    status: 'PRIMARY',
    desiredCount: 0,
    rolloutState: 'COMPLETED',
    rolloutStateReason: `ECS deployment ${id} completed.`,
    serviceDeploymentArn: '',
    consecutiveFailures: 0,
    completedOnce: true,
    targetGroupArns: loadBalancers.map(({ targetGroupArn = '' }) => targetGroupArn),
  }
}
