import type { Failure, PlacementConstraint, PlacementStrategy } from '@aws-sdk/client-ecs'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { distribute } from './capacity-strategy.ts'
import { instancesOf } from './container-instances.ts'
import { addTask } from './engine.ts'
import { newTask } from './launch.ts'
import type { Launch, LaunchChoice, LaunchRequest } from './launch.ts'
import { place } from './placement.ts'
import type { ContainerInstanceDocument, TaskDocument } from './store.ts'

/** So many tasks, and where they may run. */
export interface StartRequest extends Omit<LaunchRequest, 'launch'> {
  launch: LaunchChoice
  count: number
  constraints: PlacementConstraint[]
  strategies: PlacementStrategy[]
  /** Capacity providers of the tasks that are there already. */
  present?: (string | undefined)[]
  /** Instances of which alone one is taken. */
  among?: ContainerInstanceDocument[]
}

/** Starts tasks where there is capacity for them; failures say why others could not be placed. */
export function startTasks(
  sandbox: Sandbox,
  scope: Scope,
  request: StartRequest,
): { tasks: TaskDocument[]; failures: Failure[] } {
  const tasks: TaskDocument[] = []
  const start = (launch: Launch) => {
    const task = newTask(sandbox, scope, { ...request, launch })
    addTask(sandbox, scope, task)
    tasks.push(task)
  }
  const { launch, count } = request
  if (launch.launchType === 'FARGATE') {
    const providers = launch.strategy && distribute(launch.strategy, count, request.present)
    for (let index = 0; index < count; index++) {
      const capacityProviderName = providers?.[index]
      start({ launchType: 'FARGATE', ...(capacityProviderName && { capacityProviderName }) })
    }
    return { tasks, failures: [] }
  }
  const { clusterName } = request.cluster
  if (launch.launchType !== 'EC2' || instancesOf(scope, clusterName).length === 0) {
    return { tasks, failures: [{ reason: NO_INSTANCES }] }
  }
  for (let index = 0; index < count; index++) {
    // Each takes its share before the next is placed.
    const placed = place(scope, { ...request, clusterName })
    if ('failures' in placed) {
      const { failures } = placed
      return { tasks, failures: failures.length > 0 ? failures : [{ reason: NO_INSTANCES }] }
    }
    start({ launchType: 'EC2', containerInstanceArn: placed.instance.containerInstanceArn })
  }
  return { tasks, failures: [] }
}

/** What AWS says of a cluster without instances. */
export const NO_INSTANCES = 'No Container Instances were found in your cluster.'
