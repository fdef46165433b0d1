import type { StopTaskRequest, StopTaskResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { stopTask as requestStop } from '../engine.ts'
import { findCluster, invalidParameter, lookupTask } from '../lookup.ts'
import { taskShape } from '../shapes.ts'

/** Throws InvalidParameterException when the task is not there. */
export const stopTask: Operation<StopTaskRequest, StopTaskResponse> = (input, { scope, sandbox }) => {
  const cluster = findCluster(scope, input.cluster)
  const task = lookupTask(scope, cluster, input.task ?? '')
  if (!task) throw invalidParameter('The referenced task was not found.')
  requestStop({ sandbox }, scope, task, {
    stopCode: 'UserInitiated',
    stoppedReason: input.reason ?? 'Task stopped by user',
  })
  return { task: taskShape(task, task.tags) }
}
