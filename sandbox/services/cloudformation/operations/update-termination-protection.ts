import type {
  UpdateTerminationProtectionInput,
  UpdateTerminationProtectionOutput,
} from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { validationError } from '../errors.ts'
import { findStack } from '../find-stack.ts'
import { cloudformation } from '../store.ts'

/** Says whether a stack may be deleted. */
export const updateTerminationProtection: Operation<
  UpdateTerminationProtectionInput,
  UpdateTerminationProtectionOutput
> = ({ StackName, EnableTerminationProtection }, { scope }) => {
  const stack = findStack(scope, StackName, name => `Stack: ${name} does not exist`)
  if (stack.parentId !== undefined)
    throw validationError('Termination protection can be changed for the root stack only.')
  stack.terminationProtection = EnableTerminationProtection ?? false
  cloudformation(scope).stacks.put(stack.stackId, stack)
  return { StackId: stack.stackId }
}
