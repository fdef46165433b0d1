import type { DescribeClustersRequest, DescribeClustersResponse } from '@aws-sdk/client-ecs'
import { arn } from '../../../ids.ts'
import type { Operation } from '../../../operation.ts'
import { missing, nameOf } from '../lookup.ts'
import { clusterShape } from '../shapes.ts'
import { ecs } from '../store.ts'

/** Describes `default` when no cluster is named, as AWS does. */
export const describeClusters: Operation<DescribeClustersRequest, DescribeClustersResponse> = (
  input,
  { scope },
) => {
  const names = (input.clusters?.length ? input.clusters : ['default']).map(nameOf)
  const { clusters } = ecs(scope)
  return {
    clusters: names.flatMap(name => {
      const cluster = clusters.get(name)
      return cluster ? [clusterShape(scope, cluster, input.include)] : []
    }),
    failures: names
      .filter(name => !clusters.has(name))
      .map(name => missing(arn(scope, 'ecs', `cluster/${name}`))),
  }
}
