import type { ListChangeSetsInput, ListChangeSetsOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { bracketed, findStack } from '../find-stack.ts'
import { pageOf } from '../pages.ts'
import { cloudformation } from '../store.ts'

/** Change sets of a stack. */
export const listChangeSets: Operation<ListChangeSetsInput, ListChangeSetsOutput> = (input, { scope }) => {
  const { stackId } = findStack(scope, input.StackName, bracketed)
  const all = cloudformation(scope)
    .changeSets.values()
    .filter(one => one.stackId === stackId)
  const { items, NextToken } = pageOf(all, input.NextToken)
  return {
    Summaries: items.map(one => ({
      ...{
        StackId: one.stackId,
        StackName: one.stackName,
        ChangeSetId: one.changeSetId,
        ChangeSetName: one.changeSetName,
      },
      ...{ ExecutionStatus: one.executionStatus, Status: one.status, StatusReason: one.statusReason },
      ...{ CreationTime: new Date(one.createdAt), Description: one.description, IncludeNestedStacks: false },
    })),
    NextToken,
  }
}
