import type { DescribeRulesInput, DescribeRulesOutput } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Operation } from '../../../operation.ts'
import { validationError } from '../errors.ts'
import { findListener, findRule, rulesOf, shownRule } from '../listeners.ts'
import { paginate } from '../paginate.ts'

/** Rules of a listener in the order in which they are tried, or by ARN. */
export const describeRules: Operation<DescribeRulesInput, DescribeRulesOutput> = (input, { scope }) => {
  if (!input.ListenerArn === !input.RuleArns?.length) {
    throw validationError('You must specify either a listener ARN or rule ARNs')
  }
  const chosen = input.RuleArns?.length
    ? input.RuleArns.map(arn => findRule(scope, arn))
    : rulesOf(scope, findListener(scope, input.ListenerArn).ListenerArn)
  const { items, ...rest } = paginate(chosen, input)
  return { Rules: items.map(shownRule), ...rest }
}
