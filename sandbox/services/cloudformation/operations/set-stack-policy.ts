import type { SetStackPolicyInput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { notThere, validationError } from '../errors.ts'
import { bracketed, findStack } from '../find-stack.ts'
import { cloudformation } from '../store.ts'

/** Keeps a policy of what updates may change. It is not enforced. */
export const setStackPolicy: Operation<SetStackPolicyInput, object> = (input, { scope }) => {
  const stack = findStack(scope, input.StackName, bracketed)
  if (input.StackPolicyURL !== undefined) throw notThere('stack policies in S3: give StackPolicyBody')
  try {
    JSON.parse(input.StackPolicyBody ?? '')
  } catch {
    throw validationError('Error validating stack policy: Invalid stack policy')
  }
  cloudformation(scope).stacks.put(
    stack.stackId,
    Object.assign(stack, { stackPolicy: input.StackPolicyBody }),
  )
  return {}
}
