import type { SetStackPolicyInput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { callsAs } from '../engine/call.ts'
import { validationError } from '../errors.ts'
import { bracketed, findStack } from '../find-stack.ts'
import { stackPolicyOf } from '../stack-policy-text.ts'
import { cloudformation } from '../store.ts'

/** Gives a stack a policy of what updates may change. Throws ValidationError for what is none. */
export const setStackPolicy: Operation<SetStackPolicyInput, object> = async (
  input,
  { scope, sandbox, principal },
) => {
  const stack = findStack(scope, input.StackName, bracketed)
  const { StackPolicyBody: body, StackPolicyURL: url } = input
  const stackPolicy = await stackPolicyOf(body, url, callsAs(sandbox, scope, { principal }))
  if (stackPolicy === undefined)
    throw validationError('Either StackPolicyBody or StackPolicyURL must be specified.')
  cloudformation(scope).stacks.put(stack.stackId, Object.assign(stack, { stackPolicy }))
  return {}
}
