import type { ListTasksRequest, ListTasksResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { checkLaunchType, checkOneOf } from '../known-values.ts'
import { findCluster, findService, invalidParameter, nameOf } from '../lookup.ts'
import { page } from '../pages.ts'
import { ecs } from '../store.ts'

/** Tasks by desiredStatus, RUNNING unless the request says otherwise. */
export const listTasks: Operation<ListTasksRequest, ListTasksResponse> = (input, { scope }) => {
  const cluster = findCluster(scope, input.cluster)
  const { family, startedBy, serviceName, launchType, containerInstance: instance } = input
  if ([family, startedBy, serviceName].filter(Boolean).length > 1) {
    throw invalidParameter('Only one of family, startedBy and serviceName can be given.')
  }
  checkOneOf(input.desiredStatus, 'desiredStatus', ['RUNNING', 'PENDING', 'STOPPED'])
  checkLaunchType(launchType)
  const service = serviceName === undefined ? undefined : findService(scope, cluster, serviceName)
  const desiredStatus = input.desiredStatus ?? 'RUNNING'
  const familyOf = (taskDefinitionArn: string) => nameOf(taskDefinitionArn).split(':')[0]
  const found = ecs(scope)
    .tasks.values()
    .filter(task => task.clusterName === cluster.clusterName && task.desiredStatus === desiredStatus)
    .filter(task => !service || task.serviceName === service.serviceName)
    .filter(task => !family || familyOf(task.taskDefinitionArn) === family)
    .filter(task => !startedBy || task.startedBy === startedBy)
    .filter(task => !instance || nameOf(task.containerInstanceArn ?? '') === nameOf(instance))
    .filter(task => !launchType || task.launchType === launchType)
    .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
  const none = input.daemonName !== undefined
  const { items, ...rest } = page(none ? [] : found, input)
  return { taskArns: items.map(({ taskArn }) => taskArn), ...rest }
}
