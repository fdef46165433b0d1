import type {
  DeregisterContainerInstanceRequest,
  DeregisterContainerInstanceResponse,
} from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { findInstance, instanceShape, tasksOn } from '../container-instances.ts'
import { stopTask } from '../engine.ts'
import { sendInstanceStateChange } from '../event-stream.ts'
import { findCluster, invalidParameter } from '../lookup.ts'
import { ecs } from '../store.ts'

/** Tasks that run on it end only by `force`. Throws InvalidParameterException. */
export const deregisterContainerInstance: Operation<
  DeregisterContainerInstanceRequest,
  DeregisterContainerInstanceResponse
> = (input, { scope, sandbox }) => {
  const cluster = findCluster(scope, input.cluster)
  const instance = findInstance(scope, cluster, input.containerInstance ?? '')
  const tasks = tasksOn(scope, instance)
  if (tasks.length > 0 && !input.force) throw invalidParameter('Found running tasks on the instance.')
  const left = { ...instance, status: 'INACTIVE' as const, version: instance.version + 1 }
  ecs(scope).containerInstances.put(instance.id, left)
  for (const task of tasks) {
    const stoppedReason = `Host EC2 (instance ${instance.ec2InstanceId}) terminated.`
    stopTask({ sandbox }, scope, task, { stopCode: 'TerminationNotice', stoppedReason })
  }
  sendInstanceStateChange(sandbox, scope, left)
  return { containerInstance: instanceShape(scope, left, true) }
}
