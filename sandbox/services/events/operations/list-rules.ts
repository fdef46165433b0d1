import type { ListRulesRequest, ListRulesResponse } from '@aws-sdk/client-eventbridge'
import type { Operation } from '../../../operation.ts'
import { page } from '../pages.ts'
import { checkBus } from '../rules.ts'
import { events } from '../store.ts'

export const listRules: Operation<ListRulesRequest, ListRulesResponse> = (input, { scope }) => {
  checkBus(input.EventBusName)
  const found = events(scope)
    .rules.values()
    .filter(({ Name }) => Name.startsWith(input.NamePrefix ?? ''))
    .sort((a, b) => (a.Name < b.Name ? -1 : 1))
  const { items, NextToken } = page(found, input)
  return {
    Rules: items.map(({ targets: _targets, tags: _tags, next: _next, CreatedBy: _by, ...rule }) => rule),
    ...(NextToken && { NextToken }),
  }
}
