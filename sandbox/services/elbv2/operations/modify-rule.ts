import { OperationNotPermittedException } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { ModifyRuleInput, ModifyRuleOutput } from '@aws-sdk/client-elastic-load-balancing-v2'
import { routesChanged } from '../../../dataplane/data-plane.ts'
import type { Operation } from '../../../operation.ts'
import { checkActions } from '../actions.ts'
import { checkConditions } from '../conditions.ts'
import { exception, notImplemented } from '../errors.ts'
import { findListener, findRule, shownRule } from '../listeners.ts'
import { balancing } from '../store.ts'

/** Changes the conditions or actions of a rule. */
export const modifyRule: Operation<ModifyRuleInput, ModifyRuleOutput> = (input, { scope, sandbox }) => {
  const rule = findRule(scope, input.RuleArn)
  if (rule.IsDefault) {
    throw exception(OperationNotPermittedException, `Default rule '${rule.RuleArn}' cannot be modified`)
  }
  if (input.Transforms?.length) throw notImplemented('rule transforms', 'Leave Transforms out.')
  const { LoadBalancerArn } = findListener(scope, rule.ListenerArn)
  const changed = {
    ...rule,
    ...(input.Conditions && { Conditions: checkConditions(input.Conditions) }),
    ...(input.Actions && { Actions: checkActions(scope, input.Actions, LoadBalancerArn) }),
  }
  balancing(scope).rules.put(rule.RuleArn, changed)
  routesChanged(sandbox, scope)
  return { Rules: [shownRule(changed)] }
}
