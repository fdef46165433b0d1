import type { Scope } from '../../store/store.ts'
import type { Engine } from './engine.ts'
import { LEAST_START_MS } from './real-time.ts'
import { taskDefinitionOf } from './store.ts'
import type { ServiceDocument, TaskDocument } from './store.ts'

/** What the scheduler makes of a task that is to run. */
export type TaskHealth =
  /** Not RUNNING yet. */
  | { state: 'starting' }
  /** RUNNING; its checks have not decided, or the grace period is not over. */
  | { state: 'waiting' }
  | { state: 'healthy' }
  | { state: 'unhealthy'; cause: UnhealthyCause }

export type UnhealthyCause =
  { kind: 'container' } | { kind: 'target'; targetGroupArn: string; port: number; reason: string }

/** Judges a task by its containers' health checks and by its targets, after the grace period. */
export function healthOf(
  engine: Engine,
  scope: Scope,
  service: ServiceDocument,
  task: TaskDocument,
): TaskHealth {
  if (task.lastStatus !== 'RUNNING') return { state: 'starting' }
  const { clock } = engine.sandbox
  const time = clock.time(scope.accountId)
  const began = task.restartedAt ?? (task.wasHealthy ? 0 : (task.startedAt ?? 0))
  const mayStillStart = clock.now() - began < LEAST_START_MS
  const grace = service.healthCheckGracePeriodSeconds * 1000
  const graceIsOver = time - (task.startedTime ?? time) >= grace
  const judge = (cause: UnhealthyCause): TaskHealth =>
    graceIsOver ? { state: 'unhealthy', cause } : { state: 'waiting' }

  if (task.healthStatus === 'UNHEALTHY') return judge({ kind: 'container' })
  let settled = task.healthStatus === 'HEALTHY' || !hasContainerCheck(scope, task)
  for (const target of task.targets) {
    if (target.state === 'unregistered') settled = false
    if (target.state !== 'registered') continue
    const { targetGroupArn, containerPort } = target
    const found = healthOfTargets(engine, scope, targetGroupArn).find(
      ({ id, port }) => id === task.interface?.privateIpAddress && port === containerPort,
    )
    // A group that no load balancer forwards to is not checked.
    if (found?.state === 'healthy' || found?.state === 'unused') continue
    if (found?.state === 'unhealthy') {
      // One that answers wrongly has started; one that does not answer may be about to.
      if (mayStillStart && found.reason !== 'Target.ResponseCodeMismatch') return { state: 'waiting' }
      const reason = found.description ?? 'Health checks failed'
      return judge({ kind: 'target', targetGroupArn, port: containerPort, reason })
    }
    settled = false
  }
  return { state: settled ? 'healthy' : 'waiting' }
}

/** Health of a group's targets; none when the group is gone. */
export function healthOfTargets(engine: Engine, scope: Scope, targetGroupArn: string) {
  try {
    return engine.targets.targetHealth(engine.sandbox, scope, targetGroupArn)
  } catch {
    return []
  }
}

function hasContainerCheck(scope: Scope, task: TaskDocument): boolean {
  return taskDefinitionOf(scope, task.taskDefinitionArn).containerDefinitions.some(
    ({ healthCheck, essential }) => healthCheck && healthCheck.command?.[0] !== 'NONE' && essential !== false,
  )
}
