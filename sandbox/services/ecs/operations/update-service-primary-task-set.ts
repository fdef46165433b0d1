import type {
  UpdateServicePrimaryTaskSetRequest,
  UpdateServicePrimaryTaskSetResponse,
} from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { taskSetShape } from '../task-set-shape.ts'
import { findTaskSet, findTaskSetService, makePrimary } from '../task-sets.ts'

/** Makes a task set the PRIMARY of its service. Throws TaskSetNotFoundException. */
export const updateServicePrimaryTaskSet: Operation<
  UpdateServicePrimaryTaskSetRequest,
  UpdateServicePrimaryTaskSetResponse
> = (input, { scope, sandbox }) => {
  const service = findTaskSetService(scope, input)
  const taskSet = findTaskSet(service, input.primaryTaskSet)
  makePrimary(sandbox, scope, service, taskSet.id)
  return { taskSet: taskSetShape(scope, service, taskSet, true) }
}
