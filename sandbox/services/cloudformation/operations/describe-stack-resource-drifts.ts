import type {
  DescribeStackResourceDriftsInput,
  DescribeStackResourceDriftsOutput,
} from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { driftShape, knownDrifts } from '../drift.ts'
import { bracketed, findStack } from '../find-stack.ts'
import { pageOf } from '../pages.ts'

/** What the last look for drift has found of each resource that could be read. */
export const describeStackResourceDrifts: Operation<
  DescribeStackResourceDriftsInput,
  DescribeStackResourceDriftsOutput
> = (input, { scope }) => {
  const stack = findStack(scope, input.StackName, bracketed)
  const wanted = input.StackResourceDriftStatusFilters ?? []
  const all = knownDrifts(scope, stack).filter(({ found }) =>
    wanted.length > 0 ? wanted.includes(found.status) : found.status !== 'NOT_CHECKED',
  )
  const { items, NextToken } = pageOf(all, input.NextToken, input.MaxResults)
  return {
    StackResourceDrifts: items.map(({ resource, found }) => driftShape(stack, resource, found)),
    NextToken,
  }
}
