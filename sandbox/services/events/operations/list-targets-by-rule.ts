import type { ListTargetsByRuleRequest, ListTargetsByRuleResponse } from '@aws-sdk/client-eventbridge'
import type { Operation } from '../../../operation.ts'
import { page } from '../pages.ts'
import { findRule } from '../rules.ts'

/** Throws ResourceNotFoundException. */
export const listTargetsByRule: Operation<ListTargetsByRuleRequest, ListTargetsByRuleResponse> = (
  input,
  { scope },
) => {
  const { items, NextToken } = page(findRule(scope, input.Rule ?? '', input.EventBusName).targets, input)
  return { Targets: items, ...(NextToken && { NextToken }) }
}
