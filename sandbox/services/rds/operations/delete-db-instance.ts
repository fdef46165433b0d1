import type { DeleteDBInstanceMessage, DeleteDBInstanceResult } from '@aws-sdk/client-rds'
import type { Operation } from '../../../operation.ts'
import { databases } from '../databases.ts'
import { invalidCombination, invalidState } from '../errors.ts'
import { findInstance, shownInstance } from '../instances.ts'
import { addSnapshot } from '../snapshots.ts'
import { rds } from '../store.ts'

/** Deletes an instance with its data; a last snapshot is taken unless it is said not to. */
export const deleteDBInstance: Operation<DeleteDBInstanceMessage, DeleteDBInstanceResult> = (
  input,
  { sandbox, scope },
) => {
  const { SkipFinalSnapshot: skip = false, FinalDBSnapshotIdentifier: last } = input
  const instance = findInstance(scope, input.DBInstanceIdentifier)
  if (instance.status === 'deleting') {
    throw invalidState(`Instance ${instance.id} is already being deleted.`)
  }
  if (instance.deletionProtection) {
    throw invalidCombination(
      'Cannot delete protected DB Instance, please disable deletion protection and try again.',
    )
  }
  if (!skip && last === undefined) {
    throw invalidCombination('FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.')
  }
  if (skip && last !== undefined) {
    throw invalidCombination(
      'FinalDBSnapshotIdentifier cannot be specified when deleting a DB instance with SkipFinalSnapshot enabled.',
    )
  }
  if (!skip && ['creating', 'failed'].includes(instance.status)) {
    throw invalidState(
      `Cannot create a snapshot because the DB instance ${instance.id} is ${instance.status}.`,
    )
  }
  if (last !== undefined)
    addSnapshot(sandbox, scope, instance, last, instance.copyTagsToSnapshot ? instance.tags : [])
  const deleting = { ...instance, status: 'deleting' as const }
  rds(scope).instances.put(instance.id, deleting)
  databases(sandbox).wake(scope, instance.id)
  return { DBInstance: shownInstance(scope, deleting) }
}
