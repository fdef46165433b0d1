import type { DescribeStackEventsInput, DescribeStackEventsOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { bracketed, findStack } from '../find-stack.ts'
import { pageOf } from '../pages.ts'
import { eventShape } from '../shapes.ts'
import { cloudformation } from '../store.ts'

/** What has happened to a stack, the newest first. */
export const describeStackEvents: Operation<DescribeStackEventsInput, DescribeStackEventsOutput> = (
  input,
  { scope },
) => {
  const stack = findStack(scope, input.StackName, bracketed)
  const all = cloudformation(scope).events(stack.stackId).values().reverse()
  const { items, NextToken } = pageOf(all, input.NextToken)
  return { StackEvents: items.map(event => eventShape(stack, event)), NextToken }
}
