import type { DisableRuleRequest } from '@aws-sdk/client-eventbridge'
import type { Operation } from '../../../operation.ts'
import { findRule } from '../rules.ts'
import { rulesChanged, withNext } from '../scheduled-rules.ts'
import { events } from '../store.ts'

/** Throws ResourceNotFoundException. */
export const disableRule: Operation<DisableRuleRequest, object> = (input, { scope, sandbox }) => {
  const rule = findRule(scope, input.Name ?? '', input.EventBusName)
  events(scope).rules.put(rule.Name, withNext(sandbox, scope, { ...rule, State: 'DISABLED' }))
  rulesChanged(sandbox, scope)
  return {}
}
