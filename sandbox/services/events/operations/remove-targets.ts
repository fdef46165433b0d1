import type { RemoveTargetsRequest, RemoveTargetsResponse } from '@aws-sdk/client-eventbridge'
import type { Operation } from '../../../operation.ts'
import { findRule } from '../rules.ts'
import { events } from '../store.ts'

/** Ids that the rule does not have are fine. Throws ResourceNotFoundException. */
export const removeTargets: Operation<RemoveTargetsRequest, RemoveTargetsResponse> = (input, { scope }) => {
  const rule = findRule(scope, input.Rule ?? '', input.EventBusName)
  const targets = rule.targets.filter(({ Id = '' }) => !input.Ids?.includes(Id))
  events(scope).rules.put(rule.Name, { ...rule, targets })
  return { FailedEntryCount: 0, FailedEntries: [] }
}
