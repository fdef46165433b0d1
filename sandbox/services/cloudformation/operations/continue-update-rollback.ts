import type {
  ContinueUpdateRollbackInput,
  ContinueUpdateRollbackOutput,
} from '@aws-sdk/client-cloudformation'
import type { Operation, OperationContext } from '../../../operation.ts'
import { setStackStatus } from '../engine/events.ts'
import { startRun } from '../engine/stack-runs.ts'
import { validationError } from '../errors.ts'
import { bracketed, findStack } from '../find-stack.ts'
import { checkContinuable } from '../states.ts'
import { cloudformation, type StackDocument } from '../store.ts'
import { actorOf } from '../target.ts'

/** Tries again to bring a stack back to what it was, leaving some resources as they are where that is asked for. */
export const continueUpdateRollback: Operation<ContinueUpdateRollbackInput, ContinueUpdateRollbackOutput> = (
  input,
  context,
) => {
  const stack = findStack(context.scope, input.StackName, bracketed)
  checkContinuable(stack)
  refuseUnknown(stack, context, input.ResourcesToSkip ?? [])
  stack.actor = actorOf(input, context, stack.actor)
  Object.assign(stack.run ?? {}, {
    skip: input.ResourcesToSkip ?? [],
    token: input.ClientRequestToken,
    phase: 'backward',
    failed: [],
  })
  setStackStatus(context, stack, 'UPDATE_ROLLBACK_IN_PROGRESS', 'User Initiated')
  startRun(context.sandbox, context.scope, stack.stackId)
  return {}
}

function refuseUnknown(
  { stackId }: StackDocument,
  { scope }: OperationContext,
  ids: readonly string[],
): void {
  const resources = cloudformation(scope).resources(stackId)
  const strange = ids.filter(id => resources.get(id)?.status !== 'UPDATE_FAILED')
  if (strange.length === 0) return
  throw validationError(
    `ResourcesToSkip may name resources in UPDATE_FAILED state only; these are in another, or not in the stack: [${strange.join(', ')}].`,
  )
}
