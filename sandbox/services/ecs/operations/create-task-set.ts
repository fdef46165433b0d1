import type { CreateTaskSetRequest, CreateTaskSetResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { taskSetShape } from '../task-set-shape.ts'
import { createTaskSetOf } from '../task-sets.ts'

/** Adds a task set to a service with an own deployment controller. Throws InvalidParameterException, UnsupportedFeatureException, …. */
export const createTaskSet: Operation<CreateTaskSetRequest, CreateTaskSetResponse> = (
  input,
  { scope, sandbox },
) => {
  const { service, taskSet } = createTaskSetOf(sandbox, scope, input)
  return { taskSet: taskSetShape(scope, service, taskSet, true) }
}
