import type { ListClustersRequest, ListClustersResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { page } from '../pages.ts'
import { ecs } from '../store.ts'

export const listClusters: Operation<ListClustersRequest, ListClustersResponse> = (input, { scope }) => {
  const active = ecs(scope)
    .clusters.values()
    .filter(({ status }) => status === 'ACTIVE')
  const { items, ...rest } = page(active.map(({ clusterArn }) => clusterArn).sort(), input)
  return { clusterArns: items, ...rest }
}
