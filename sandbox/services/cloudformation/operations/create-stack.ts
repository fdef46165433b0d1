import { AlreadyExistsException } from '@aws-sdk/client-cloudformation'
import type { CreateStackInput, CreateStackOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { beginCreate, newStack, newStackId } from '../begin-run.ts'
import { callsAs } from '../engine/call.ts'
import { exception, validationError } from '../errors.ts'
import { lookUpStack } from '../find-stack.ts'
import { stackPolicyOf } from '../stack-policy-text.ts'
import { actorOf, readTarget } from '../target.ts'

/** Begins to make a stack. Throws AlreadyExistsException, InsufficientCapabilitiesException and ValidationError. */
export const createStack: Operation<CreateStackInput, CreateStackOutput> = async (input, context) => {
  const { StackName: stackName = '', ClientRequestToken: token, OnFailure, DisableRollback = false } = input
  const stackId = newStackId(context, stackName)
  if (OnFailure !== undefined && input.DisableRollback !== undefined) {
    throw validationError('Either DisableRollback or OnFailure can be specified, not both.')
  }
  const { TimeoutInMinutes: minutes } = input
  if (minutes !== undefined && !(minutes >= 1)) {
    throw validationError(
      `1 validation error detected: Value '${minutes}' at 'timeoutInMinutes' failed to satisfy constraint: Member must have value greater than or equal to 1`,
    )
  }
  const known = lookUpStack(context.scope, stackName)
  // The same request once more, as clients send it that have not heard the answer.
  if (known && token !== undefined && known.tokens?.create === token) return { StackId: known.stackId }
  if (known) throw exception(AlreadyExistsException, `Stack [${stackName}] already exists`)
  const actor = actorOf(input, context)
  const target = await readTarget(input, context, { stackId, stackName })
  const { StackPolicyBody, StackPolicyURL, RetainExceptOnCreate: removesCreated } = input
  const { scope, sandbox, principal } = context
  const stackPolicy = await stackPolicyOf(
    ...([StackPolicyBody, StackPolicyURL, callsAs(sandbox, scope, { principal })] as const),
  )
  // Another request may have come while the template was read.
  if (lookUpStack(context.scope, stackName))
    throw exception(AlreadyExistsException, `Stack [${stackName}] already exists`)
  const stack = newStack(context, {
    ...{ stackId, stackName, actor, target, disableRollback: DisableRollback },
    terminationProtection: input.EnableTerminationProtection ?? false,
    timeoutInMinutes: minutes,
    ...(stackPolicy !== undefined && { stackPolicy }),
  })
  beginCreate(context, stack, {
    ...{ token, removesCreated },
    onFailure: OnFailure ?? (DisableRollback ? 'DO_NOTHING' : 'ROLLBACK'),
  })
  return { StackId: stackId }
}
