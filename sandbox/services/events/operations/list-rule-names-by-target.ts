import type { ListRuleNamesByTargetRequest, ListRuleNamesByTargetResponse } from '@aws-sdk/client-eventbridge'
import type { Operation } from '../../../operation.ts'
import { page } from '../pages.ts'
import { checkBus } from '../rules.ts'
import { events } from '../store.ts'

export const listRuleNamesByTarget: Operation<ListRuleNamesByTargetRequest, ListRuleNamesByTargetResponse> = (
  input,
  { scope },
) => {
  checkBus(input.EventBusName)
  const names = events(scope)
    .rules.values()
    .filter(({ targets }) => targets.some(({ Arn }) => Arn === input.TargetArn))
    .map(({ Name }) => Name)
    .sort()
  const { items, NextToken } = page(names, input)
  return { RuleNames: items, ...(NextToken && { NextToken }) }
}
