import type { ListServicesRequest, ListServicesResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { checkLaunchType, checkSchedulingStrategy } from '../known-values.ts'
import { findCluster } from '../lookup.ts'
import { page } from '../pages.ts'
import { ecs } from '../store.ts'

const PAGE = 10

export const listServices: Operation<ListServicesRequest, ListServicesResponse> = (input, { scope }) => {
  const cluster = findCluster(scope, input.cluster)
  checkLaunchType(input.launchType)
  checkSchedulingStrategy(input.schedulingStrategy)
  const found = ecs(scope)
    .services.values()
    .filter(service => service.clusterName === cluster.clusterName && service.status !== 'INACTIVE')
    .filter(({ launchType }) => !input.launchType || launchType === input.launchType)
    .filter(
      ({ schedulingStrategy }) =>
        !input.schedulingStrategy || schedulingStrategy === input.schedulingStrategy,
    )
    .map(({ serviceArn }) => serviceArn)
    .sort()
  const { items, ...rest } = page(found, { ...input, maxResults: input.maxResults ?? PAGE })
  return { serviceArns: items, ...rest }
}
