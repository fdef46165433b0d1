import { ChangeSetNotFoundException } from '@aws-sdk/client-cloudformation'
import type { DeleteChangeSetInput, DeleteChangeSetOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { findChangeSet } from '../find-stack.ts'
import { cloudformation } from '../store.ts'

/** Forgets a change set; one that is not there is none to forget. Throws ValidationError when there is no such stack. */
export const deleteChangeSet: Operation<DeleteChangeSetInput, DeleteChangeSetOutput> = (input, { scope }) => {
  try {
    cloudformation(scope).changeSets.delete(
      findChangeSet(scope, input.ChangeSetName, input.StackName).changeSetId,
    )
  } catch (error) {
    if (!(error instanceof ChangeSetNotFoundException)) throw error
  }
  return {}
}
