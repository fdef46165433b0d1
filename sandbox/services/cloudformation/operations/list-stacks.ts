import type { ListStacksInput, ListStacksOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { pageOf } from '../pages.ts'
import { stackSummary } from '../shapes.ts'
import { cloudformation } from '../store.ts'

/** All stacks, the newest first, those that were deleted too. */
export const listStacks: Operation<ListStacksInput, ListStacksOutput> = (input, { scope }) => {
  const wanted = input.StackStatusFilter ?? []
  const all = cloudformation(scope)
    .stacks.values()
    .filter(({ status }) => wanted.length === 0 || wanted.includes(status))
    .reverse()
  const { items, NextToken } = pageOf(all, input.NextToken)
  return { StackSummaries: items.map(stackSummary), NextToken }
}
