import { ClusterContainsServicesException, ClusterContainsTasksException } from '@aws-sdk/client-ecs'
import type { DeleteClusterRequest, DeleteClusterResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { findCluster, thrown } from '../lookup.ts'
import { clusterShape } from '../shapes.ts'
import { ecs } from '../store.ts'

/** Throws ClusterContainsServicesException or ClusterContainsTasksException. */
export const deleteCluster: Operation<DeleteClusterRequest, DeleteClusterResponse> = (input, { scope }) => {
  const cluster = findCluster(scope, input.cluster)
  const { clusters, services, tasks } = ecs(scope)
  const inCluster = ({ clusterName }: { clusterName: string }) => clusterName === cluster.clusterName
  if (services.values().some(service => inCluster(service) && service.status === 'ACTIVE')) {
    throw thrown(ClusterContainsServicesException, 'The Cluster cannot be deleted while Services are active.')
  }
  if (tasks.values().some(task => inCluster(task) && task.lastStatus !== 'STOPPED')) {
    throw thrown(ClusterContainsTasksException, 'The Cluster cannot be deleted while Tasks are active.')
  }
  const deleted = { ...cluster, status: 'INACTIVE' as const }
  clusters.put(cluster.clusterName, deleted)
  return { cluster: clusterShape(scope, deleted) }
}
