import type { UpdateStackInput, UpdateStackOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { beginUpdate } from '../begin-run.ts'
import { callsAs } from '../engine/call.ts'
import { validationError } from '../errors.ts'
import { bracketed, findStack } from '../find-stack.ts'
import { planChanges } from '../plan-changes.ts'
import { stackPolicyOf } from '../stack-policy-text.ts'
import { checkUpdatable } from '../states.ts'
import { actorOf, readTarget } from '../target.ts'

/** Begins to change a stack. Throws ValidationError, "No updates are to be performed." among others. */
export const updateStack: Operation<UpdateStackInput, UpdateStackOutput> = async (input, context) => {
  const stack = findStack(context.scope, input.StackName, bracketed)
  const { ClientRequestToken: token, DisableRollback: disableRollback = false } = input
  // The same request once more, as clients send it that have not heard the answer.
  if (token !== undefined && stack.tokens?.update === token) return { StackId: stack.stackId }
  checkUpdatable(stack, disableRollback)
  const actor = actorOf(input, context, stack.actor)
  const target = await readTarget(input, context, stack, stack)
  const { isAny } = await planChanges(context.scope, stack, target)
  const { scope, sandbox, principal } = context
  const call = callsAs(sandbox, scope, { principal })
  const during = await stackPolicyOf(
    input.StackPolicyDuringUpdateBody,
    input.StackPolicyDuringUpdateURL,
    call,
  )
  const next = await stackPolicyOf(input.StackPolicyBody, input.StackPolicyURL, call)
  checkUpdatable(stack, disableRollback)
  if (!isAny) throw validationError('No updates are to be performed.')
  // What guards this update is the policy of before it.
  const policy = during ?? stack.stackPolicy
  if (next !== undefined) stack.stackPolicy = next
  const removesCreated = input.RetainExceptOnCreate
  beginUpdate(context, stack, target, { token, actor, disableRollback, policy, removesCreated })
  return { StackId: stack.stackId }
}
