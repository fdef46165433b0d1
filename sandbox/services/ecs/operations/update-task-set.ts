import type { UpdateTaskSetRequest, UpdateTaskSetResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { ecs, serviceKey } from '../store.ts'
import { taskSetShape } from '../task-set-shape.ts'
import { checkedScale, findTaskSet, findTaskSetService } from '../task-sets.ts'

/** Changes a task set's scale. Throws TaskSetNotFoundException, InvalidParameterException. */
export const updateTaskSet: Operation<UpdateTaskSetRequest, UpdateTaskSetResponse> = (
  input,
  { scope, sandbox },
) => {
  const service = findTaskSetService(scope, input)
  const taskSet = findTaskSet(service, input.taskSet)
  taskSet.scale = checkedScale(input.scale?.value ?? 0)
  taskSet.updatedAt = sandbox.clock.now()
  ecs(scope).services.put(serviceKey(service), service)
  return { taskSet: taskSetShape(scope, service, taskSet, true) }
}
