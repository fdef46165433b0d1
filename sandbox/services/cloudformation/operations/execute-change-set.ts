import { InvalidChangeSetStatusException } from '@aws-sdk/client-cloudformation'
import type { ExecuteChangeSetInput, ExecuteChangeSetOutput, OnFailure } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { beginCreate, beginUpdate } from '../begin-run.ts'
import { exception } from '../errors.ts'
import { bracketed, findChangeSet, findStack } from '../find-stack.ts'
import { checkUpdatable } from '../states.ts'
import { cloudformation } from '../store.ts'

/** Begins what a change set has worked out; the stack's other change sets are for nothing then. */
export const executeChangeSet: Operation<ExecuteChangeSetInput, ExecuteChangeSetOutput> = (
  input,
  context,
) => {
  const { changeSets } = cloudformation(context.scope)
  const found = findChangeSet(context.scope, input.ChangeSetName, input.StackName)
  const { changeSetId, status, executionStatus, target, actor, importExisting } = found
  const token = input.ClientRequestToken
  // The same request once more, as clients send it that have not heard the answer.
  if (executionStatus === 'EXECUTE_COMPLETE' && token !== undefined && found.token === token) return {}
  if (status !== 'CREATE_COMPLETE' || executionStatus !== 'AVAILABLE') {
    throw exception(
      InvalidChangeSetStatusException,
      `ChangeSet [${changeSetId}] cannot be executed in its current status of [${status === 'CREATE_COMPLETE' ? executionStatus : status}]`,
    )
  }
  const stack = findStack(context.scope, found.stackId, bracketed)
  const disableRollback = input.DisableRollback ?? found.disableRollback
  if (found.type === 'UPDATE') checkUpdatable(stack, disableRollback)
  for (const other of changeSets.values())
    if (other.stackId === stack.stackId) changeSets.delete(other.changeSetId)
  changeSets.put(changeSetId, { ...found, executionStatus: 'EXECUTE_COMPLETE', token })
  stack.changeSetId = changeSetId
  const options = { token, importExisting, removesCreated: input.RetainExceptOnCreate }
  if (found.type === 'UPDATE') beginUpdate(context, stack, target, { ...options, actor, disableRollback })
  else {
    Object.assign(stack, target, { actor, disableRollback })
    const onFailure = disableRollback
      ? 'DO_NOTHING'
      : ((found.onStackFailure as OnFailure | undefined) ?? 'ROLLBACK')
    beginCreate(context, stack, { ...options, onFailure })
  }
  return {}
}
