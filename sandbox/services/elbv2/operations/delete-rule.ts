import { OperationNotPermittedException } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { DeleteRuleInput, DeleteRuleOutput } from '@aws-sdk/client-elastic-load-balancing-v2'
import { routesChanged } from '../../../dataplane/data-plane.ts'
import type { Operation } from '../../../operation.ts'
import { exception } from '../errors.ts'
import { findRule } from '../listeners.ts'
import { balancing } from '../store.ts'

/** Deletes a rule; the default rule goes with its listener only. */
export const deleteRule: Operation<DeleteRuleInput, DeleteRuleOutput> = ({ RuleArn }, { scope, sandbox }) => {
  const rule = findRule(scope, RuleArn)
  if (rule.IsDefault) {
    throw exception(OperationNotPermittedException, `Default rule '${rule.RuleArn}' cannot be deleted`)
  }
  balancing(scope).rules.delete(rule.RuleArn)
  routesChanged(sandbox, scope)
  return {}
}
