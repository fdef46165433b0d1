import type { CancelUpdateStackInput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { bracketed, findStack } from '../find-stack.ts'
import { checkCancellable } from '../states.ts'
import { cloudformation } from '../store.ts'

/** Ends an update, which is then rolled back. */
export const cancelUpdateStack: Operation<CancelUpdateStackInput, object> = ({ StackName }, { scope }) => {
  const stack = findStack(scope, StackName, bracketed)
  checkCancellable(stack)
  if (stack.run) stack.run.cancelled = true
  cloudformation(scope).stacks.put(stack.stackId, stack)
  return {}
}
