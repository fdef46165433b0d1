import type { Scope } from '../../store/store.ts'
import { saveTask } from './engine.ts'
import type { Engine } from './engine.ts'
import { sendServiceAction } from './event-stream.ts'
import { tell, text } from './events.ts'
import type { DeploymentDocument, ServiceDocument, TaskDocument } from './store.ts'

/** So many tasks in a row may fail before the next has to wait. */
const FREE_FAILURES = 3
const FIRST_WAIT_MS = 10_000
const LONGEST_WAIT_MS = 15 * 60_000

/** Counts the tasks that ended by themselves before they were healthy, and slows a service down that keeps starting such. */
export function countFailures(
  engine: Engine,
  scope: Scope,
  service: ServiceDocument,
  tasks: TaskDocument[],
): void {
  for (const task of tasks) {
    if (task.failureCounted || task.wasHealthy) continue
    if (task.stopCode !== 'TaskFailedToStart' && task.stopCode !== 'EssentialContainerExited') continue
    const deployment = service.deployments.find(({ id }) => id === task.startedBy)
    if (deployment) noteFailure(scope, deployment, task)
    if (task.startedAt !== undefined) continue
    const { clock } = engine.sandbox
    const reason = [task.stoppedReason?.replace(/\.?$/, '.'), task.advice].filter(Boolean).join(' ')
    tell(clock, service, text(service, 'notPlaced', reason))
    service.impaired.failures++
    const { failures } = service.impaired
    if (failures < FREE_FAILURES) continue
    const wait = Math.min(FIRST_WAIT_MS * 2 ** (failures - FREE_FAILURES), LONGEST_WAIT_MS)
    service.impaired.nextTime = clock.time(scope.accountId) + wait
    if (!service.impaired.told) {
      tell(clock, service, text(service, 'impaired'))
      sendServiceAction(engine.sandbox, scope, service, 'SERVICE_TASK_START_IMPAIRED')
    }
    service.impaired.told = true
  }
}

/** One more task of the deployment has failed, at most once a task. */
export function noteFailure(scope: Scope, deployment: DeploymentDocument, task?: TaskDocument): void {
  if (task?.failureCounted) return
  deployment.failedTasks++
  deployment.consecutiveFailures++
  if (!task) return
  task.failureCounted = true
  saveTask(scope, task)
}
