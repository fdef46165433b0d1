import type { DescribeStacksInput, DescribeStacksOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { findStack } from '../find-stack.ts'
import { pageOf } from '../pages.ts'
import { stackShape } from '../shapes.ts'
import { cloudformation } from '../store.ts'

/** A stack, of its id also once it is deleted, or all that are there. Throws ValidationError "Stack with id … does not exist". */
export const describeStacks: Operation<DescribeStacksInput, DescribeStacksOutput> = (input, { scope }) => {
  if (input.StackName) return { Stacks: [stackShape(findStack(scope, input.StackName))] }
  const all = cloudformation(scope)
    .stacks.values()
    .filter(({ status }) => status !== 'DELETE_COMPLETE')
    .reverse()
  const { items, NextToken } = pageOf(all, input.NextToken)
  return { Stacks: items.map(stackShape), NextToken }
}
