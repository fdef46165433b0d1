import type { RollbackStackInput, RollbackStackOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { beginRollback } from '../begin-run.ts'
import { bracketed, findStack } from '../find-stack.ts'
import { checkRollbackable } from '../states.ts'
import { actorOf } from '../target.ts'

/** Begins to bring a stack that was left as it failed back to what it was; one that was never whole is emptied. */
export const rollbackStack: Operation<RollbackStackInput, RollbackStackOutput> = (input, context) => {
  const stack = findStack(context.scope, input.StackName, bracketed)
  checkRollbackable(stack)
  const actor = actorOf(input, context, stack.actor)
  const { ClientRequestToken: token, RetainExceptOnCreate: removesCreated } = input
  beginRollback(context, stack, { token, actor, removesCreated })
  return { StackId: stack.stackId }
}
