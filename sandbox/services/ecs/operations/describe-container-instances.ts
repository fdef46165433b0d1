import type {
  DescribeContainerInstancesRequest,
  DescribeContainerInstancesResponse,
} from '@aws-sdk/client-ecs'
import { arn } from '../../../ids.ts'
import type { Operation } from '../../../operation.ts'
import { instanceShape, lookupInstance } from '../container-instances.ts'
import { findCluster, invalidParameter, missing, nameOf } from '../lookup.ts'

export const describeContainerInstances: Operation<
  DescribeContainerInstancesRequest,
  DescribeContainerInstancesResponse
> = (input, { scope }) => {
  const cluster = findCluster(scope, input.cluster)
  const references = input.containerInstances ?? []
  if (references.length === 0) throw invalidParameter('Container instance cannot be empty.')
  if (references.length > 100) throw invalidParameter('Container instances can not exceed 100 in length.')
  const withTags = input.include?.includes('TAGS') ?? false
  const path = (reference: string) => `container-instance/${cluster.clusterName}/${nameOf(reference)}`
  return {
    containerInstances: references.flatMap(reference => {
      const found = lookupInstance(scope, cluster, reference)
      return found ? [instanceShape(scope, found, withTags)] : []
    }),
    failures: references
      .filter(reference => !lookupInstance(scope, cluster, reference))
      .map(reference => missing(arn(scope, 'ecs', path(reference)))),
  }
}
