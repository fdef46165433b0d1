import type {
  PutClusterCapacityProvidersRequest,
  PutClusterCapacityProvidersResponse,
} from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { checkProviders } from '../capacity-providers.ts'
import { findCluster } from '../lookup.ts'
import { clusterShape } from '../shapes.ts'
import { ecs } from '../store.ts'

export const putClusterCapacityProviders: Operation<
  PutClusterCapacityProvidersRequest,
  PutClusterCapacityProvidersResponse
> = (input, { scope }) => {
  const cluster = findCluster(scope, input.cluster)
  const capacityProviders = input.capacityProviders ?? []
  const defaultCapacityProviderStrategy = input.defaultCapacityProviderStrategy ?? []
  checkProviders(capacityProviders, defaultCapacityProviderStrategy)
  const updated = { ...cluster, capacityProviders, defaultCapacityProviderStrategy }
  ecs(scope).clusters.put(cluster.clusterName, updated)
  return { cluster: clusterShape(scope, updated, ['SETTINGS', 'TAGS']) }
}
