import type { Scope } from '../../store/store.ts'
import { drainingText, tell, text } from './events.ts'
import { saveTask } from './engine.ts'
import type { Engine } from './engine.ts'
import type { ServiceDocument, TargetRegistration, TaskDocument } from './store.ts'
import { healthOfTargets } from './task-health.ts'

interface Pair {
  task: TaskDocument
  target: TargetRegistration
}

/**
 * Registers tasks that RUN, deregisters those that are DEACTIVATING, and notes when their draining is over: only then does
 * SIGTERM go out. True when anything changed in the service's events.
 */
export function moveTargets(
  engine: Engine,
  scope: Scope,
  service: ServiceDocument,
  tasks: TaskDocument[],
): boolean {
  const pairs = tasks.flatMap(task => task.targets.map(target => ({ task, target })))
  const groups = [...new Set(pairs.map(({ target }) => target.targetGroupArn))]
  return groups
    .map(group =>
      moveGroup(
        engine,
        scope,
        service,
        group,
        pairs.filter(({ target }) => target.targetGroupArn === group),
      ),
    )
    .some(changed => changed)
}

function moveGroup(
  engine: Engine,
  scope: Scope,
  service: ServiceDocument,
  group: string,
  pairs: Pair[],
): boolean {
  const { sandbox, targets } = engine
  const { clock } = sandbox
  const toRegister = pairs.filter(
    ({ task, target }) =>
      target.state === 'unregistered' && task.lastStatus === 'RUNNING' && task.desiredStatus === 'RUNNING',
  )
  if (toRegister.length > 0) {
    try {
      targets.registerTargets(sandbox, scope, group, toRegister.map(addressOf))
      mark(scope, toRegister, 'registered')
      tell(clock, service, text(service, 'registered', toRegister.length, group))
    } catch (error) {
      mark(scope, toRegister, 'gone')
      const what = `failed to register targets in (target-group ${group}) with (error ${(error as Error).message})`
      tell(clock, service, `(service ${service.serviceName}) ${what}`)
    }
  }

  const leaving = new Set(['DEACTIVATING', 'STOPPING', 'DEPROVISIONING', 'STOPPED'])
  const toDrain = pairs.filter(
    ({ task, target }) => target.state === 'registered' && leaving.has(task.lastStatus),
  )
  if (toDrain.length > 0) {
    try {
      targets.deregisterTargets(sandbox, scope, group, toDrain.map(addressOf))
      mark(scope, toDrain, 'draining')
      tell(clock, service, text(service, 'deregistered', toDrain.length, group))
      for (const [deployment, count] of countBy(toDrain.map(({ task }) => task.startedBy ?? ''))) {
        tell(clock, service, drainingText(service, deployment, count))
      }
    } catch {
      // The group was deleted, and its registrations with it.
      mark(scope, toDrain, 'gone')
    }
  }

  const draining = pairs.filter(({ target }) => target.state === 'draining')
  if (draining.length > 0) {
    const left = new Set(healthOfTargets(engine, scope, group).map(({ id, port }) => `${id}:${port}`))
    const gone = draining.filter(pair => !left.has(`${addressOf(pair).id}:${addressOf(pair).port}`))
    mark(scope, gone, 'gone')
  }
  return toRegister.length + toDrain.length > 0
}

function addressOf({ task, target }: Pair) {
  const { privateIpAddress = '', availabilityZone } = task.interface ?? {}
  return { id: privateIpAddress, port: target.containerPort, ...(availabilityZone && { availabilityZone }) }
}

function mark(scope: Scope, pairs: Pair[], state: TargetRegistration['state']): void {
  for (const { task, target } of pairs) {
    target.state = state
    saveTask(scope, task)
  }
}

function countBy(values: string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}
