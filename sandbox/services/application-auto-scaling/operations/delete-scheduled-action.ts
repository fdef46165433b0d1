import type { DeleteScheduledActionRequest } from '@aws-sdk/client-application-auto-scaling'
import type { Operation } from '../../../operation.ts'
import { checkPlace, DIMENSION } from '../check.ts'
import { notFound } from '../errors.ts'
import { scheduleChanged } from '../scheduled-runs.ts'
import { namedKey, scaling } from '../store.ts'

export const deleteScheduledAction: Operation<DeleteScheduledActionRequest, object> = (
  input,
  { scope, sandbox },
) => {
  checkPlace(input)
  const { ScheduledActionName = '', ResourceId = '' } = input
  if (!scaling(scope).scheduled.delete(namedKey(ResourceId, ScheduledActionName))) {
    throw notFound(
      `No scheduled action found for service namespace: ecs, resource ID: ${ResourceId}, scalable dimension: ${DIMENSION}, scheduled action name: ${ScheduledActionName}`,
    )
  }
  scheduleChanged(sandbox, scope)
  return {}
}
