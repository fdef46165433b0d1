import type { DeleteRuleRequest } from '@aws-sdk/client-eventbridge'
import type { Operation } from '../../../operation.ts'
import { invalid } from '../errors.ts'
import { checkBus } from '../rules.ts'
import { rulesChanged } from '../scheduled-rules.ts'
import { events } from '../store.ts'

/** Throws ValidationException while the rule has targets; one that is not there is fine. */
export const deleteRule: Operation<DeleteRuleRequest, object> = (input, { scope, sandbox }) => {
  checkBus(input.EventBusName)
  const { rules } = events(scope)
  const rule = rules.get(input.Name ?? '')
  if (rule && rule.targets.length > 0) throw invalid("Rule can't be deleted since it has targets.")
  rules.delete(input.Name ?? '')
  rulesChanged(sandbox, scope)
  return {}
}
