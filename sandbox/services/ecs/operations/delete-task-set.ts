import type { DeleteTaskSetRequest, DeleteTaskSetResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { invalidParameter } from '../lookup.ts'
import { taskSetShape } from '../task-set-shape.ts'
import { drainTaskSet, findTaskSet, findTaskSetService } from '../task-sets.ts'

/** Lets a task set drain. Throws InvalidParameterException for the PRIMARY one, or without force for one scaled above 0. */
export const deleteTaskSet: Operation<DeleteTaskSetRequest, DeleteTaskSetResponse> = (
  input,
  { scope, sandbox },
) => {
  const service = findTaskSetService(scope, input)
  const taskSet = findTaskSet(service, input.taskSet)
  if (!input.force && taskSet.scale > 0) {
    throw invalidParameter(
      'The task set cannot be deleted while it is scaled above 0. Use force to delete it.',
    )
  }
  if (taskSet.status === 'PRIMARY') throw invalidParameter('Unable to delete the primary task set.')
  drainTaskSet(sandbox, scope, service, taskSet.id)
  return { taskSet: taskSetShape(scope, service, taskSet, true) }
}
