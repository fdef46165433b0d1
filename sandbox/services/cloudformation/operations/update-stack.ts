import type { UpdateStackInput, UpdateStackOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { beginUpdate, checkUpdatable } from '../begin-run.ts'
import { validationError } from '../errors.ts'
import { bracketed, findStack } from '../find-stack.ts'
import { planChanges } from '../plan-changes.ts'
import { actorOf, readTarget } from '../target.ts'

/** Begins to change a stack. Throws ValidationError, "No updates are to be performed." among others. */
export const updateStack: Operation<UpdateStackInput, UpdateStackOutput> = async (input, context) => {
  const stack = findStack(context.scope, input.StackName, bracketed)
  checkUpdatable(stack)
  const actor = actorOf(input, context, stack.actor)
  const target = await readTarget(input, context, stack, stack)
  const { isAny } = await planChanges(context.scope, stack, target)
  checkUpdatable(stack)
  if (!isAny) throw validationError('No updates are to be performed.')
  const { ClientRequestToken: token, DisableRollback: disableRollback = false } = input
  beginUpdate(context, stack, target, { token, actor, disableRollback })
  return { StackId: stack.stackId }
}
