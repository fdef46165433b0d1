import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { changeCapacity } from './activities.ts'
import { describeService } from './ecs-service.ts'
import { deletePolicy } from './policies.ts'
import { scaling } from './store.ts'

/** Brings the desired count into the target's limits. */
export function enforceLimits(sandbox: Sandbox, scope: Scope, resourceId: string): void {
  const target = scaling(scope).targets.get(resourceId)
  const desired = describeService(scope, resourceId)?.desiredCount
  if (!target || desired === undefined) return
  const { minCapacity, maxCapacity, suspended } = target
  if (desired < minCapacity && !suspended.DynamicScalingOutSuspended) {
    changeCapacity(sandbox, scope, resourceId, minCapacity, `minimum capacity was set to ${minCapacity}`)
  } else if (desired > maxCapacity && !suspended.DynamicScalingInSuspended) {
    changeCapacity(sandbox, scope, resourceId, maxCapacity, `maximum capacity was set to ${maxCapacity}`)
  }
}

/** Ends scaling of a resource, with all that belongs to it. */
export function removeTarget(sandbox: Sandbox, scope: Scope, resourceId: string): void {
  const { targets, policies, scheduled } = scaling(scope)
  for (const policy of policies.values()) {
    if (policy.resourceId === resourceId) deletePolicy(sandbox, scope, policy)
  }
  for (const action of scheduled.values()) {
    if (action.resourceId === resourceId) scheduled.delete(`${resourceId}|${action.name}`)
  }
  targets.delete(resourceId)
}
