import type { CreateClusterRequest, CreateClusterResponse } from '@aws-sdk/client-ecs'
import { arn } from '../../../ids.ts'
import type { Operation } from '../../../operation.ts'
import { checkProviders } from '../capacity-providers.ts'
import { clusterSettings } from '../cluster-settings.ts'
import { invalidParameter } from '../lookup.ts'
import { clusterShape } from '../shapes.ts'
import { ecs } from '../store.ts'
import { checkedTags } from '../tags.ts'

/** Answers an ACTIVE cluster of the name as it is. Throws InvalidParameterException. */
export const createCluster: Operation<CreateClusterRequest, CreateClusterResponse> = (input, { scope }) => {
  const clusterName = input.clusterName ?? 'default'
  const { clusters } = ecs(scope)
  if (!/^[A-Za-z][A-Za-z0-9_-]{0,254}$/.test(clusterName)) {
    throw invalidParameter('Invalid cluster name.')
  }
  const include = ['SETTINGS', 'TAGS', 'CONFIGURATIONS', 'STATISTICS']
  const existing = clusters.get(clusterName)
  if (existing?.status === 'ACTIVE') return { cluster: clusterShape(scope, existing, include) }
  const capacityProviders = input.capacityProviders ?? []
  const defaultCapacityProviderStrategy = input.defaultCapacityProviderStrategy ?? []
  checkProviders(capacityProviders, defaultCapacityProviderStrategy)
  const cluster = {
    clusterName,
    clusterArn: arn(scope, 'ecs', `cluster/${clusterName}`),
    status: 'ACTIVE' as const,
    settings: clusterSettings(input.settings),
    ...(input.configuration && { configuration: input.configuration }),
    ...(input.serviceConnectDefaults && { serviceConnectDefaults: input.serviceConnectDefaults }),
    capacityProviders,
    defaultCapacityProviderStrategy,
    tags: checkedTags(input.tags),
  }
  clusters.put(clusterName, cluster)
  return { cluster: clusterShape(scope, cluster, include) }
}
