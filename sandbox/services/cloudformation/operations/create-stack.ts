import { AlreadyExistsException } from '@aws-sdk/client-cloudformation'
import type { CreateStackInput, CreateStackOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { beginCreate, newStack, newStackId } from '../begin-run.ts'
import { exception, validationError } from '../errors.ts'
import { lookUpStack } from '../find-stack.ts'
import { actorOf, readTarget } from '../target.ts'

/** Begins to make a stack. Throws AlreadyExistsException, InsufficientCapabilitiesException and ValidationError. */
export const createStack: Operation<CreateStackInput, CreateStackOutput> = async (input, context) => {
  const { StackName: stackName = '', ClientRequestToken: token, OnFailure, DisableRollback = false } = input
  const stackId = newStackId(context, stackName)
  if (OnFailure !== undefined && input.DisableRollback !== undefined) {
    throw validationError('Either DisableRollback or OnFailure can be specified, not both.')
  }
  const known = lookUpStack(context.scope, stackName)
  if (known) throw exception(AlreadyExistsException, `Stack [${stackName}] already exists`)
  const actor = actorOf(input, context)
  const target = await readTarget(input, context, { stackId, stackName })
  // Another request may have come while the template was read.
  if (lookUpStack(context.scope, stackName))
    throw exception(AlreadyExistsException, `Stack [${stackName}] already exists`)
  const stack = newStack(context, {
    ...{ stackId, stackName, actor, target, disableRollback: DisableRollback },
    terminationProtection: input.EnableTerminationProtection ?? false,
    timeoutInMinutes: input.TimeoutInMinutes,
    ...(input.StackPolicyBody !== undefined && { stackPolicy: input.StackPolicyBody }),
  })
  beginCreate(context, stack, {
    token,
    onFailure: OnFailure ?? (DisableRollback ? 'DO_NOTHING' : 'ROLLBACK'),
  })
  return { StackId: stackId }
}
