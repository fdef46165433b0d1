import { rmSync } from 'node:fs'
import {
  type DeleteDBSnapshotMessage,
  type DeleteDBSnapshotResult,
  InvalidDBSnapshotStateFault,
} from '@aws-sdk/client-rds'
import type { Operation } from '../../../operation.ts'
import { databases } from '../databases.ts'
import { exception } from '../errors.ts'
import { findSnapshot, shownSnapshot } from '../snapshots.ts'
import { rds } from '../store.ts'

/** Deletes a snapshot; not while it is taken, nor while an instance is made from it. */
export const deleteDBSnapshot: Operation<DeleteDBSnapshotMessage, DeleteDBSnapshotResult> = (
  input,
  { sandbox, scope },
) => {
  const snapshot = findSnapshot(scope, input.DBSnapshotIdentifier)
  const { instances, snapshots } = rds(scope)
  const needed = instances
    .values()
    .some(({ restoreFrom, status }) => restoreFrom === snapshot.id && status === 'creating')
  if (snapshot.status !== 'available' || needed) {
    throw exception(
      InvalidDBSnapshotStateFault,
      `Cannot delete the snapshot because it is not currently in the available state.`,
    )
  }
  snapshots.delete(snapshot.id)
  rmSync(databases(sandbox).snapshotFolder(scope, snapshot.id), { recursive: true, force: true })
  return { DBSnapshot: { ...shownSnapshot(scope, snapshot), Status: 'deleted' } }
}
