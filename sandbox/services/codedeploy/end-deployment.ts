import { ecs } from '../ecs/store.ts'
import { sendStateChange } from './event-stream.ts'
import type { Outcome } from './failure.ts'
import { addRollback } from './new-deployment.ts'
import { codedeploy, groupKey } from './store.ts'
import { taskSetsInfo } from './task-sets-info.ts'
import type { Turn } from './turn.ts'

const STATES = { Succeeded: 'SUCCESS', Failed: 'FAILURE', Stopped: 'STOP' } as const

/** Ends a deployment: what is under way has failed, what was to come is skipped. Begins the rollback that its group wants. */
export function endDeployment({ sandbox, scope, deployment }: Turn, outcome: Outcome): void {
  const now = sandbox.clock.now()
  const { status, error, rollsBackOn } = outcome
  for (const event of deployment.events) {
    if (event.status === 'InProgress') {
      Object.assign(event, { status: 'Failed', endedAt: now })
      if (error?.message) event.message = error.message
    }
    if (event.status === 'Pending') event.status = 'Skipped'
  }
  deployment.ended = { taskSets: taskSetsInfo(scope, deployment) }
  Object.assign(deployment, { status, stage: 'done', completedAt: now, ...(error && { error }) })
  sendStateChange(sandbox, scope, deployment, STATES[status])
  const { groups } = codedeploy(scope)
  const group = groups.get(groupKey(deployment))
  if (status === 'Succeeded' && group) {
    const { deploymentId, revision } = deployment
    groups.put(groupKey(group), { ...group, lastSuccessful: deploymentId, targetRevision: revision })
  }
  const { enabled, events = [] } = deployment.autoRollbackConfiguration
  if (enabled && rollsBackOn && events.includes(rollsBackOn) && mayGoBack()) {
    addRollback(sandbox, scope, deployment)
  }

  /** There is what to go back to, and something was begun. */
  function mayGoBack(): boolean {
    const { clusterName, serviceName } = deployment.ecsService
    const service = ecs(scope).services.get(`${clusterName}/${serviceName}`)
    return (
      !deployment.rollbackOf &&
      service?.taskSets?.some(
        ({ id, status: now }) => id === deployment.blueTaskSetId && now !== 'DRAINING',
      ) === true
    )
  }
}
