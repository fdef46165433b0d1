import type { DescribeStackResourceInput, DescribeStackResourceOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { validationError } from '../errors.ts'
import { findStack } from '../find-stack.ts'
import { resourceShape } from '../shapes.ts'
import { cloudformation } from '../store.ts'

/** One resource of a stack. Throws ValidationError when it has none of that name. */
export const describeStackResource: Operation<DescribeStackResourceInput, DescribeStackResourceOutput> = (
  { StackName, LogicalResourceId = '' },
  { scope },
) => {
  const stack = findStack(scope, StackName, name => `Stack '${name}' does not exist`)
  const resource = cloudformation(scope).resources(stack.stackId).get(LogicalResourceId)
  if (!resource)
    throw validationError(`Resource ${LogicalResourceId} does not exist for stack ${stack.stackName}`)
  return { StackResourceDetail: resourceShape(stack, resource) }
}
