import type { GetStackPolicyInput, GetStackPolicyOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { bracketed, findStack } from '../find-stack.ts'

/** The policy of a stack, where it has one. */
export const getStackPolicy: Operation<GetStackPolicyInput, GetStackPolicyOutput> = (
  { StackName },
  { scope },
) => {
  const { stackPolicy } = findStack(scope, StackName, bracketed)
  return { ...(stackPolicy !== undefined && { StackPolicyBody: stackPolicy }) }
}
