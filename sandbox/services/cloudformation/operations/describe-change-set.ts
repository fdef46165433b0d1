import type {
  DescribeChangeSetInput,
  DescribeChangeSetOutput,
  ResourceChange,
} from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { findChangeSet } from '../find-stack.ts'
import { pageOf } from '../pages.ts'
import { parameterShapes } from '../shapes.ts'

/** What a change set would do, with the values of properties where they are asked for. Throws ChangeSetNotFoundException. */
export const describeChangeSet: Operation<DescribeChangeSetInput, DescribeChangeSetOutput> = (
  input,
  { scope },
) => {
  const found = findChangeSet(scope, input.ChangeSetName, input.StackName)
  const { target } = found
  const shown = found.changes.map(change => (input.IncludePropertyValues ? change : withoutValues(change)))
  const { items, NextToken } = pageOf(shown, input.NextToken)
  return {
    ...{ ChangeSetName: found.changeSetName, ChangeSetId: found.changeSetId, StackId: found.stackId },
    ...{
      StackName: found.stackName,
      Description: found.description,
      Parameters: parameterShapes(target.parameters),
    },
    ...{
      CreationTime: new Date(found.createdAt),
      ExecutionStatus: found.executionStatus,
      Status: found.status,
    },
    ...{
      StatusReason: found.statusReason,
      NotificationARNs: target.notificationArns,
      RollbackConfiguration: target.rollbackConfiguration ?? {},
    },
    ...{ Capabilities: target.capabilities, Tags: target.tags, IncludeNestedStacks: false },
    ...(found.onStackFailure !== undefined && { OnStackFailure: found.onStackFailure as 'ROLLBACK' }),
    Changes: items.map(ResourceChange => ({ Type: 'Resource', ResourceChange })),
    NextToken,
  }
}

function withoutValues({
  BeforeContext: _before,
  AfterContext: _after,
  Details = [],
  ...change
}: ResourceChange): ResourceChange {
  return {
    ...change,
    Details: Details.map(({ Target, ...detail }) => {
      const {
        BeforeValue: _was,
        AfterValue: _is,
        AttributeChangeType: _type,
        Path: _path,
        ...rest
      } = Target ?? {}
      return { ...detail, Target: rest }
    }),
  }
}
