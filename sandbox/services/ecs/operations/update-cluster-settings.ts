import type { UpdateClusterSettingsRequest, UpdateClusterSettingsResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { clusterSettings } from '../cluster-settings.ts'
import { findCluster } from '../lookup.ts'
import { clusterShape } from '../shapes.ts'
import { ecs } from '../store.ts'

export const updateClusterSettings: Operation<UpdateClusterSettingsRequest, UpdateClusterSettingsResponse> = (
  input,
  { scope },
) => {
  const cluster = findCluster(scope, input.cluster)
  const updated = { ...cluster, settings: clusterSettings(input.settings, cluster.settings) }
  ecs(scope).clusters.put(cluster.clusterName, updated)
  return { cluster: clusterShape(scope, updated, ['SETTINGS']) }
}
