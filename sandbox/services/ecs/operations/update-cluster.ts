import type { UpdateClusterRequest, UpdateClusterResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { clusterSettings } from '../cluster-settings.ts'
import { findCluster } from '../lookup.ts'
import { clusterShape } from '../shapes.ts'
import { ecs } from '../store.ts'

export const updateCluster: Operation<UpdateClusterRequest, UpdateClusterResponse> = (input, { scope }) => {
  const cluster = findCluster(scope, input.cluster)
  const updated = {
    ...cluster,
    settings: clusterSettings(input.settings, cluster.settings),
    ...(input.configuration && { configuration: input.configuration }),
    ...(input.serviceConnectDefaults && { serviceConnectDefaults: input.serviceConnectDefaults }),
  }
  ecs(scope).clusters.put(cluster.clusterName, updated)
  return { cluster: clusterShape(scope, updated, ['SETTINGS', 'CONFIGURATIONS', 'TAGS']) }
}
