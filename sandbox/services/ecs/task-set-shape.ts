import type { TaskSet } from '@aws-sdk/client-ecs'
import type { Scope } from '../../store/store.ts'
import { countTasks } from './count-tasks.ts'
import { tasksOf } from './store.ts'
import type { ServiceDocument, TaskSetDocument } from './store.ts'

/** A task set as DescribeTaskSets answers it. */
export function taskSetShape(
  scope: Scope,
  service: ServiceDocument,
  taskSet: TaskSetDocument,
  withTags = false,
): TaskSet {
  const tasks = tasksOf(scope, service).filter(({ startedBy }) => startedBy === taskSet.id)
  const { running, pending } = countTasks(tasks)
  const { launchType, capacityProviderStrategy, networkConfiguration, externalId, startedBy } = taskSet
  return {
    id: taskSet.id,
    taskSetArn: taskSet.taskSetArn,
    serviceArn: service.serviceArn,
    clusterArn: service.clusterArn,
    ...(startedBy && { startedBy }),
    ...(externalId && { externalId }),
    status: taskSet.status,
    taskDefinition: taskSet.taskDefinition,
    computedDesiredCount: computedDesiredCount(service, taskSet),
    pendingCount: pending,
    runningCount: running,
    createdAt: new Date(taskSet.createdAt),
    updatedAt: new Date(taskSet.updatedAt),
    ...(launchType && { launchType }),
    ...(capacityProviderStrategy && { capacityProviderStrategy }),
    ...(launchType !== 'EC2' && { platformVersion: '1.4.0', platformFamily: 'Linux' }),
    ...(networkConfiguration && { networkConfiguration }),
    loadBalancers: taskSet.loadBalancers,
    serviceRegistries: [],
    scale: { value: taskSet.scale, unit: 'PERCENT' },
    stabilityStatus: taskSet.isSteady ? 'STEADY_STATE' : 'STABILIZING',
    stabilityStatusAt: new Date(taskSet.steadyChangedAt),
    tags: withTags ? taskSet.tags : [],
  }
}

/** How many tasks a task set is to run: its share of the service's desired count, rounded up. */
export function computedDesiredCount(
  { desiredCount }: Pick<ServiceDocument, 'desiredCount'>,
  { scale }: Pick<TaskSetDocument, 'scale'>,
): number {
  return Math.ceil((desiredCount * scale) / 100)
}
