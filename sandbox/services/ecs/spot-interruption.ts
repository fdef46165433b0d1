import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { stopTask } from './engine.ts'
import { nameOf } from './lookup.ts'
import { ecs } from './store.ts'

/** Which tasks lose their Spot capacity: one, else all of the cluster, else all. */
export interface SpotInterruption {
  cluster?: string
  task?: string
}

/** Takes the capacity from tasks on FARGATE_SPOT, as AWS does when it wants it back. Answers their ARNs. */
export function interruptSpotTasks(sandbox: Sandbox, scope: Scope, which: SpotInterruption): string[] {
  const { cluster, task: wanted } = which
  const tasks = ecs(scope)
    .tasks.values()
    .filter(task => task.capacityProviderName === 'FARGATE_SPOT' && task.desiredStatus === 'RUNNING')
    .filter(({ clusterName }) => cluster === undefined || clusterName === nameOf(cluster))
    .filter(({ id }) => wanted === undefined || id === nameOf(wanted))
  for (const task of tasks) {
    stopTask({ sandbox }, scope, task, {
      stopCode: 'SpotInterruption',
      stoppedReason: 'Your Spot Task was interrupted.',
    })
  }
  return tasks.map(({ taskArn }) => taskArn)
}
