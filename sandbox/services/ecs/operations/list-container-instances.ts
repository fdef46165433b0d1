import type { ListContainerInstancesRequest, ListContainerInstancesResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { compileQuery } from '../cluster-query.ts'
import { instancesOf } from '../container-instances.ts'
import { findCluster } from '../lookup.ts'
import { page } from '../pages.ts'
import { subjectOf } from '../placement.ts'

/** Throws ClusterNotFoundException, or InvalidParameterException for a filter that is none. */
export const listContainerInstances: Operation<
  ListContainerInstancesRequest,
  ListContainerInstancesResponse
> = (input, { scope }) => {
  const cluster = findCluster(scope, input.cluster)
  const matches = input.filter ? compileQuery(input.filter) : () => true
  const found = instancesOf(scope, cluster.clusterName)
    .filter(({ status }) => !input.status || status === input.status)
    .filter(instance => matches(subjectOf(scope, instance)))
    .map(({ containerInstanceArn }) => containerInstanceArn)
    .sort()
  const { items, nextToken } = page(found, input)
  return { containerInstanceArns: items, ...(nextToken && { nextToken }) }
}
