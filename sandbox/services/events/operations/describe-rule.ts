import type { DescribeRuleRequest, DescribeRuleResponse } from '@aws-sdk/client-eventbridge'
import type { Operation } from '../../../operation.ts'
import { findRule } from '../rules.ts'

/** Throws ResourceNotFoundException. */
export const describeRule: Operation<DescribeRuleRequest, DescribeRuleResponse> = (input, { scope }) => {
  const {
    targets: _targets,
    tags: _tags,
    next: _next,
    ...rule
  } = findRule(scope, input.Name ?? '', input.EventBusName)
  return rule
}
