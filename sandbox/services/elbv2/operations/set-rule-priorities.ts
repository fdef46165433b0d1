import {
  OperationNotPermittedException,
  PriorityInUseException,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type {
  SetRulePrioritiesInput,
  SetRulePrioritiesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { routesChanged } from '../../../dataplane/data-plane.ts'
import type { Operation } from '../../../operation.ts'
import { checkRange, exception, validationError } from '../errors.ts'
import { findRule, rulesOf, shownRule } from '../listeners.ts'
import { balancing } from '../store.ts'

/** Gives rules new priorities, all at once, so that two can change places. */
export const setRulePriorities: Operation<SetRulePrioritiesInput, SetRulePrioritiesOutput> = (
  { RulePriorities },
  { scope, sandbox },
) => {
  if (!RulePriorities?.length) throw validationError('At least one rule priority must be specified')
  const changed = RulePriorities.map(({ RuleArn, Priority = 0 }) => {
    checkRange(Priority, 'rulePriorities.1.member.priority', 1, 50_000)
    const rule = findRule(scope, RuleArn)
    if (rule.IsDefault) {
      throw exception(OperationNotPermittedException, 'The priority of a default rule cannot be changed')
    }
    return { ...rule, Priority: String(Priority) }
  })
  const moved = new Set(changed.map(({ RuleArn }) => RuleArn))
  for (const rule of changed) {
    const others = [
      ...changed.filter(other => other !== rule && other.ListenerArn === rule.ListenerArn),
      ...rulesOf(scope, rule.ListenerArn).filter(({ RuleArn }) => !moved.has(RuleArn)),
    ]
    if (others.some(({ Priority }) => Priority === rule.Priority)) {
      throw exception(PriorityInUseException, `Priority '${rule.Priority}' is currently in use`)
    }
  }
  for (const rule of changed) balancing(scope).rules.put(rule.RuleArn, rule)
  routesChanged(sandbox, scope)
  return { Rules: changed.map(shownRule) }
}
