import type { GetTaskProtectionRequest, GetTaskProtectionResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { findCluster } from '../lookup.ts'
import { ecs } from '../store.ts'
import { protectableTasks, protectionShape } from '../task-protection.ts'

/** Of the tasks that are named, else of all of the cluster's services. Throws ClusterNotFoundException. */
export const getTaskProtection: Operation<GetTaskProtectionRequest, GetTaskProtectionResponse> = (
  input,
  { scope, sandbox },
) => {
  const cluster = findCluster(scope, input.cluster)
  const all = ecs(scope)
    .tasks.values()
    .filter(({ clusterName, serviceName }) => clusterName === cluster.clusterName && serviceName)
    .filter(({ lastStatus }) => lastStatus !== 'STOPPED')
  const { tasks, failures } = input.tasks?.length
    ? protectableTasks(scope, cluster, input.tasks)
    : { tasks: all, failures: [] }
  return { protectedTasks: tasks.map(task => protectionShape(sandbox.clock, scope, task)), failures }
}
