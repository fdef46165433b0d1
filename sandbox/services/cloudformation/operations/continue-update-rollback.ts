import type {
  ContinueUpdateRollbackInput,
  ContinueUpdateRollbackOutput,
} from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { setStackStatus } from '../engine/events.ts'
import { startRun } from '../engine/stack-runs.ts'
import { validationError } from '../errors.ts'
import { bracketed, findStack } from '../find-stack.ts'
import { actorOf } from '../target.ts'

/** Tries again to bring a stack back to what it was, leaving some resources as they are where that is asked for. */
export const continueUpdateRollback: Operation<ContinueUpdateRollbackInput, ContinueUpdateRollbackOutput> = (
  input,
  context,
) => {
  const stack = findStack(context.scope, input.StackName, bracketed)
  if (stack.status !== 'UPDATE_ROLLBACK_FAILED' || !stack.run) {
    throw validationError(
      `Stack ${stack.stackId} is in ${stack.status} state and can not be continued to be rolled back.`,
    )
  }
  stack.actor = actorOf(input, context, stack.actor)
  Object.assign(stack.run, {
    skip: input.ResourcesToSkip ?? [],
    token: input.ClientRequestToken,
    phase: 'backward',
    failed: [],
  })
  setStackStatus(context, stack, 'UPDATE_ROLLBACK_IN_PROGRESS', 'User Initiated')
  startRun(context.sandbox, context.scope, stack.stackId)
  return {}
}
