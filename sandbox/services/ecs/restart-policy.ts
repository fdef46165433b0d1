import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import type { Clock } from '../../clock.ts'
import type { ContainerState } from '../../runtime/runtime.ts'
import type { Scope } from '../../store/store.ts'
import type { ContainerDocument, TaskDocument } from './store.ts'

const DEFAULT_PERIOD_S = 300

/** Whether a container that has ended is run again: it ran for its attempt period, and its exit code is not to be ignored. */
export function mayRestart(
  clock: Clock,
  scope: Scope,
  task: TaskDocument,
  container: ContainerDocument,
  { restartPolicy: policy }: ContainerDefinition,
  state: ContainerState,
): boolean {
  if (!policy?.enabled || task.desiredStatus === 'STOPPED') return false
  const exitCode = state.status === 'exited' ? state.exitCode : 137
  if (policy.ignoredExitCodes?.includes(exitCode)) return false
  const now = clock.time(scope.accountId)
  return now - (container.startedTime ?? now) >= (policy.restartAttemptPeriod ?? DEFAULT_PERIOD_S) * 1000
}
