import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import type { Scope } from '../../store/store.ts'
import { saveTask } from './engine.ts'
import type { Engine } from './engine.ts'
import { LEAST_CHECK_TIMEOUT_MS, LEAST_START_MS } from './real-time.ts'
import { taskDefinitionOf } from './store.ts'
import type { ContainerDocument, TaskDocument } from './store.ts'

/** Runs a container's health check when it is due: interval 30 s, timeout 5 s, retries 3, startPeriod 0, as on AWS. */
export async function checkContainerHealth(
  engine: Engine,
  scope: Scope,
  task: TaskDocument,
  container: ContainerDocument,
  definition: ContainerDefinition,
): Promise<void> {
  const check = definition.healthCheck
  const [kind, ...rest] = check?.command ?? []
  if (!check || !container.handle || kind === 'NONE') return
  const { clock } = engine.sandbox
  const time = clock.time(scope.accountId)
  const interval = (check.interval ?? 30) * 1000
  const started = container.startedTime ?? time
  const health = container.health ?? { failures: 0, nextTime: started + interval }
  if (time < health.nextTime) return

  const command = kind === 'CMD-SHELL' ? ['/bin/sh', '-c', rest.join(' ')] : rest
  const timeout = ((check.timeout ?? 5) * 1000) / clock.scale(scope.accountId)
  const { exitCode } = await engine.runtime.exec(
    container.handle,
    command,
    Math.max(timeout, LEAST_CHECK_TIMEOUT_MS),
  )
  const starting =
    container.healthStatus !== 'HEALTHY' &&
    (time < started + (check.startPeriod ?? 0) * 1000 ||
      clock.now() - (container.startedAt ?? 0) < LEAST_START_MS)
  const failures = exitCode === 0 ? 0 : health.failures + (starting ? 0 : 1)
  container.health = { failures, nextTime: clock.time(scope.accountId) + interval }
  if (exitCode === 0) container.healthStatus = 'HEALTHY'
  else if (failures >= (check.retries ?? 3)) container.healthStatus = 'UNHEALTHY'
  task.healthStatus = healthOf(scope, task)
  saveTask(scope, task)
}

/** A task is as healthy as its essential containers that have a check. */
function healthOf(scope: Scope, task: TaskDocument): TaskDocument['healthStatus'] {
  const definitions = taskDefinitionOf(scope, task.taskDefinitionArn).containerDefinitions
  const statuses = definitions
    .filter(({ healthCheck, essential }) => healthCheck && essential !== false)
    .map(({ name }) => task.containers.find(container => container.name === name)?.healthStatus)
  if (statuses.includes('UNHEALTHY')) return 'UNHEALTHY'
  return statuses.length > 0 && statuses.every(status => status === 'HEALTHY') ? 'HEALTHY' : 'UNKNOWN'
}
