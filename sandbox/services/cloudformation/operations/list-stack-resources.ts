import type { ListStackResourcesInput, ListStackResourcesOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { findStack } from '../find-stack.ts'
import { pageOf } from '../pages.ts'
import { resourceShape } from '../shapes.ts'
import { cloudformation } from '../store.ts'

/** All resources of a stack. */
export const listStackResources: Operation<ListStackResourcesInput, ListStackResourcesOutput> = (
  input,
  { scope },
) => {
  const stack = findStack(scope, input.StackName)
  const all = cloudformation(scope).resources(stack.stackId).values()
  const { items, NextToken } = pageOf(all, input.NextToken)
  return {
    StackResourceSummaries: items.map(resource => {
      const {
        StackId: _id,
        StackName: _name,
        Metadata: _metadata,
        ...summary
      } = resourceShape(stack, resource)
      return summary
    }),
    NextToken,
  }
}
