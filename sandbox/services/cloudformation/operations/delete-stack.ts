import type { DeleteStackInput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { beginDelete } from '../begin-run.ts'
import { setStackStatus } from '../engine/events.ts'
import { validationError } from '../errors.ts'
import { importersOf } from '../exports.ts'
import { lookUpStack } from '../find-stack.ts'
import { checkDeletable } from '../states.ts'
import { cloudformation } from '../store.ts'
import { actorOf } from '../target.ts'

/** Begins to remove a stack; one that is not there is none to remove. Throws ValidationError for a protected one. */
export const deleteStack: Operation<DeleteStackInput, object> = (input, context) => {
  const { scope } = context
  const { StackName: name = '', RetainResources = [], ClientRequestToken: token } = input
  const stack = lookUpStack(scope, name)
  if (!stack || stack.status === 'DELETE_COMPLETE') return {}
  checkDeletable(stack)
  const isForced = input.DeletionMode === 'FORCE_DELETE_STACK'
  if (RetainResources.length > 0 && stack.status !== 'DELETE_FAILED') {
    throw validationError(
      'Invalid operation on stack. RetainResources can only be specified for a stack in DELETE_FAILED state.',
    )
  }
  if (stack.status === 'DELETE_IN_PROGRESS') return {}
  const used = stack.outputs.find(
    ({ ExportName }) => ExportName !== undefined && importersOf(scope, ExportName).length > 0,
  )
  if (used) {
    const users = importersOf(scope, used.ExportName ?? '').map(({ stackName }) => stackName)
    const reason = `Delete canceled. Cannot delete export ${used.ExportName} as it is in use by ${users.join(' and ')}.`
    setStackStatus(context, stack, 'DELETE_FAILED', reason)
    return {}
  }
  for (const changeSet of cloudformation(scope).changeSets.values()) {
    if (changeSet.stackId === stack.stackId) cloudformation(scope).changeSets.delete(changeSet.changeSetId)
  }
  const failed = cloudformation(scope)
    .resources(stack.stackId)
    .values()
    .filter(({ status }) => status === 'DELETE_FAILED')
  const skip = [...RetainResources, ...(isForced ? failed.map(({ logicalId }) => logicalId) : [])]
  beginDelete(context, stack, { token, actor: actorOf(input, context, stack.actor), skip })
  return {}
}
