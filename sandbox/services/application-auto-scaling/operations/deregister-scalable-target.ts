import type { DeregisterScalableTargetRequest } from '@aws-sdk/client-application-auto-scaling'
import type { Operation } from '../../../operation.ts'
import { checkPlace, findTarget } from '../check.ts'
import { scheduleChanged } from '../scheduled-runs.ts'
import { removeTarget } from '../targets.ts'

export const deregisterScalableTarget: Operation<DeregisterScalableTargetRequest, object> = (
  input,
  { scope, sandbox },
) => {
  checkPlace(input)
  const { resourceId } = findTarget(scope, input.ResourceId ?? '', 'found')
  removeTarget(sandbox, scope, resourceId)
  scheduleChanged(sandbox, scope)
  return {}
}
