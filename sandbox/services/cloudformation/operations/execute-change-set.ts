import { InvalidChangeSetStatusException } from '@aws-sdk/client-cloudformation'
import type { ExecuteChangeSetInput, ExecuteChangeSetOutput, OnFailure } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { beginCreate, beginUpdate, checkUpdatable } from '../begin-run.ts'
import { exception } from '../errors.ts'
import { bracketed, findChangeSet, findStack } from '../find-stack.ts'
import { cloudformation } from '../store.ts'

/** Begins what a change set has worked out; the stack's other change sets are for nothing then. */
export const executeChangeSet: Operation<ExecuteChangeSetInput, ExecuteChangeSetOutput> = (
  input,
  context,
) => {
  const { changeSets } = cloudformation(context.scope)
  const found = findChangeSet(context.scope, input.ChangeSetName, input.StackName)
  const { changeSetId, status, executionStatus, target, actor, importExisting } = found
  if (status !== 'CREATE_COMPLETE' || executionStatus !== 'AVAILABLE') {
    throw exception(
      InvalidChangeSetStatusException,
      `ChangeSet [${changeSetId}] cannot be executed in its current status of [${status === 'CREATE_COMPLETE' ? executionStatus : status}]`,
    )
  }
  const stack = findStack(context.scope, found.stackId, bracketed)
  if (found.type === 'UPDATE') checkUpdatable(stack)
  for (const other of changeSets.values())
    if (other.stackId === stack.stackId) changeSets.delete(other.changeSetId)
  changeSets.put(changeSetId, { ...found, executionStatus: 'EXECUTE_COMPLETE' })
  stack.changeSetId = changeSetId
  const disableRollback = input.DisableRollback ?? found.disableRollback
  const token = input.ClientRequestToken
  if (found.type === 'UPDATE')
    beginUpdate(context, stack, target, { token, actor, disableRollback, importExisting })
  else {
    Object.assign(stack, target, { actor, disableRollback })
    const onFailure = disableRollback
      ? 'DO_NOTHING'
      : ((found.onStackFailure as OnFailure | undefined) ?? 'ROLLBACK')
    beginCreate(context, stack, { token, onFailure, importExisting })
  }
  return {}
}
