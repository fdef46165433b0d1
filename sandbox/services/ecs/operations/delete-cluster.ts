import {
  ClusterContainsContainerInstancesException,
  ClusterContainsServicesException,
  ClusterContainsTasksException,
} from '@aws-sdk/client-ecs'
import type { DeleteClusterRequest, DeleteClusterResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { instancesOf } from '../container-instances.ts'
import { findCluster, thrown } from '../lookup.ts'
import { clusterShape } from '../shapes.ts'
import { ecs } from '../store.ts'

/** Throws ClusterContainsServicesException, ClusterContainsTasksException or ClusterContainsContainerInstancesException. */
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
  if (instancesOf(scope, cluster.clusterName).length > 0) {
    throw thrown(
      ClusterContainsContainerInstancesException,
      'The Cluster cannot be deleted while Container Instances are active or draining.',
    )
  }
  const deleted = { ...cluster, status: 'INACTIVE' as const }
  clusters.put(cluster.clusterName, deleted)
  return { cluster: clusterShape(scope, deleted) }
}
