import type { CancelUpdateStackInput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { validationError } from '../errors.ts'
import { bracketed, findStack } from '../find-stack.ts'
import { cloudformation } from '../store.ts'

/** Ends an update, which is then rolled back. */
export const cancelUpdateStack: Operation<CancelUpdateStackInput, object> = ({ StackName }, { scope }) => {
  const stack = findStack(scope, StackName, bracketed)
  if (stack.status !== 'UPDATE_IN_PROGRESS' || !stack.run) {
    throw validationError('CancelUpdateStack cannot be called from current stack status')
  }
  stack.run.cancelled = true
  cloudformation(scope).stacks.put(stack.stackId, stack)
  return {}
}
