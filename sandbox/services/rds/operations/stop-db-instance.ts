import type { StopDBInstanceMessage, StopDBInstanceResult } from '@aws-sdk/client-rds'
import type { Operation } from '../../../operation.ts'
import { databases } from '../databases.ts'
import { demandStatus, findInstance, shownInstance } from '../instances.ts'
import { addSnapshot } from '../snapshots.ts'
import { rds } from '../store.ts'

/** Stops an instance's server; its data stays. */
export const stopDBInstance: Operation<StopDBInstanceMessage, StopDBInstanceResult> = (
  input,
  { sandbox, scope },
) => {
  const instance = findInstance(scope, input.DBInstanceIdentifier)
  demandStatus(instance, 'available')
  if (input.DBSnapshotIdentifier !== undefined) {
    addSnapshot(sandbox, scope, instance, input.DBSnapshotIdentifier, [])
  }
  const stopping = { ...instance, status: 'stopping' as const }
  rds(scope).instances.put(instance.id, stopping)
  databases(sandbox).wake(scope, instance.id)
  return { DBInstance: shownInstance(scope, stopping) }
}
