import type { ListExportsInput, ListExportsOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { allExports } from '../exports.ts'
import { pageOf } from '../pages.ts'

/** All that stacks of this account and region export. */
export const listExports: Operation<ListExportsInput, ListExportsOutput> = (input, { scope }) => {
  const { items, NextToken } = pageOf(allExports(scope), input.NextToken)
  return {
    Exports: items.map(({ name, value, stack }) => ({
      ExportingStackId: stack.stackId,
      Name: name,
      Value: value,
    })),
    NextToken,
  }
}
