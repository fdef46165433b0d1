import type { Scope } from '../../store/store.ts'
import { failDeployment, failureOf } from './deployment-failure.ts'
import { completeDeployment, runningDeployment } from './deployments.ts'
import type { Engine } from './engine.ts'
import { sendServiceAction } from './event-stream.ts'
import { tell, text } from './events.ts'
import { countFailures } from './failures.ts'
import { reconcileTaskSets } from './reconcile-task-sets.ts'
import { judge, schedule, stop } from './scheduler.ts'
import type { Judged } from './scheduler.ts'
import { isStaged, reconcileStaged } from './strategies/reconcile-staged.ts'
import { ecs, serviceKey, tasksOf } from './store.ts'
import type { DeploymentDocument, ServiceDocument, TaskDocument } from './store.ts'
import { moveTargets } from './targets.ts'

/** One turn of a service's scheduler: looks at what is there, and starts and stops tasks towards what is asked for. */
export function reconcileService(engine: Engine, scope: Scope, service: ServiceDocument): void {
  if (service.status === 'INACTIVE') return
  if (service.taskSets) return reconcileTaskSets(engine, scope, service)
  if (isStaged(service)) return reconcileStaged(engine, scope, service)
  const { services } = ecs(scope)
  const before = fingerprint(service)
  const tasks = tasksOf(scope, service)
  const primary = service.deployments[0]
  moveTargets(engine, scope, service, tasks)
  if (primary && service.status === 'ACTIVE') {
    countFailures(engine, scope, service, tasks)
    const judged = judge(engine, scope, service, tasks)
    const record = primary.rolloutState === 'IN_PROGRESS' && runningDeployment(scope, service)
    const failure = record ? failureOf(scope, service, record) : undefined
    if (record && failure) failDeployment(engine.sandbox, scope, service, record, failure)
    else schedule(engine, scope, service, primary, judged)
    settle(engine, scope, service, tasksOf(scope, service), judged)
  } else drain(engine, scope, service, tasks)
  if (fingerprint(service) !== before) services.put(serviceKey(service), service)
}

/** Ten turns a second are not to write every service to disk. */
function fingerprint({
  events,
  deployments,
  status,
  steady,
  impaired,
  desiredCount,
  heldUp,
}: ServiceDocument): string {
  return JSON.stringify([events[0]?.id, deployments, status, steady, impaired, desiredCount, heldUp])
}

/** Tells when the deployment is complete, and when the service is steady again. */
function settle(
  engine: Engine,
  scope: Scope,
  service: ServiceDocument,
  tasks: TaskDocument[],
  judged: Judged[],
): void {
  const [primary] = service.deployments
  if (!primary) return
  const ended = new Set(['DEPROVISIONING', 'STOPPED'])
  const present = tasks.filter(({ lastStatus }) => !ended.has(lastStatus))
  const healthy = judged.filter(
    ({ task, health }) =>
      health.state === 'healthy' && task.startedBy === primary.id && task.desiredStatus === 'RUNNING',
  )
  const steady =
    primary.rolloutState !== 'FAILED' &&
    healthy.length === service.desiredCount &&
    present.length === service.desiredCount
  if (steady && primary.rolloutState === 'IN_PROGRESS' && isBaked(engine, scope, service, primary)) {
    completeDeployment(engine.sandbox, scope, service)
  }
  if (steady && !service.steady && primary.rolloutState === 'COMPLETED') {
    tell(engine.sandbox.clock, service, text(service, 'steady'), 1)
    sendServiceAction(engine.sandbox, scope, service, 'SERVICE_STEADY_STATE')
  }
  service.steady = steady && primary.rolloutState === 'COMPLETED'
}

/** Whether the deployment's alarms have had their time to tell of it. A rollback is not waited for. */
function isBaked(
  engine: Engine,
  scope: Scope,
  service: ServiceDocument,
  primary: DeploymentDocument,
): boolean {
  const time = engine.sandbox.clock.time(scope.accountId)
  primary.bakeTime ??= time
  const { bakeTimeInMinutes = 0 } = service.deploymentConfiguration
  return primary.completedOnce || time - primary.bakeTime >= bakeTimeInMinutes * 60_000
}

/** A deleted service is DRAINING until its last task is STOPPED, then INACTIVE. */
function drain(engine: Engine, scope: Scope, service: ServiceDocument, tasks: TaskDocument[]): void {
  const left = tasks.filter(({ lastStatus }) => lastStatus !== 'STOPPED')
  const [primary] = service.deployments
  const running = left.filter(({ desiredStatus }) => desiredStatus === 'RUNNING')
  const reason = `Scaling activity initiated by (deployment ${primary?.id})`
  const judged = running.map(task => ({ task, health: { state: 'starting' as const } }))
  stop(engine, scope, service, judged, () => reason)
  if (primary) primary.desiredCount = 0
  if (left.length > 0) return
  service.status = 'INACTIVE'
  service.deployments = []
}
