import type { CreateDBSnapshotMessage, CreateDBSnapshotResult } from '@aws-sdk/client-rds'
import type { Operation } from '../../../operation.ts'
import { databases } from '../databases.ts'
import { demandStatus, findInstance } from '../instances.ts'
import { addSnapshot, shownSnapshot } from '../snapshots.ts'
import { rds } from '../store.ts'

/** Copies an instance's data as it is now. */
export const createDBSnapshot: Operation<CreateDBSnapshotMessage, CreateDBSnapshotResult> = (
  input,
  { sandbox, scope },
) => {
  const instance = findInstance(scope, input.DBInstanceIdentifier)
  demandStatus(instance, 'available')
  const snapshot = addSnapshot(sandbox, scope, instance, input.DBSnapshotIdentifier, input.Tags)
  rds(scope).instances.put(instance.id, { ...instance, status: 'backing-up' })
  databases(sandbox).wake(scope, instance.id)
  return { DBSnapshot: shownSnapshot(scope, snapshot) }
}
