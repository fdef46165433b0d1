import {
  DBInstanceAlreadyExistsFault,
  InvalidDBSnapshotStateFault,
  type RestoreDBInstanceFromDBSnapshotMessage,
  type RestoreDBInstanceFromDBSnapshotResult,
} from '@aws-sdk/client-rds'
import type { Operation } from '../../../operation.ts'
import { checkClass, ENGINES, runningVersion } from '../engines.ts'
import { checkedIdentifier, exception, invalidCombination, notThere } from '../errors.ts'
import { shownInstance } from '../instances.ts'
import { placeInstance, refuseFeatures } from '../new-instance.ts'
import { parameterGroup } from '../parameter-groups.ts'
import { serverProgram } from '../server/program.ts'
import { findSnapshot } from '../snapshots.ts'
import { rds } from '../store.ts'

/** Makes a new instance with a snapshot's data, users and passwords. */
export const restoreDBInstanceFromDBSnapshot: Operation<
  RestoreDBInstanceFromDBSnapshotMessage,
  RestoreDBInstanceFromDBSnapshotResult
> = (input, context) => {
  const { scope } = context
  const id = checkedIdentifier('DBInstanceIdentifier', input.DBInstanceIdentifier)
  const snapshot = findSnapshot(scope, input.DBSnapshotIdentifier)
  const { Engine: engine = snapshot.engine } = input
  if (engine !== snapshot.engine) {
    throw invalidCombination(
      `The snapshot ${snapshot.id} is of ${snapshot.engine}, and cannot become ${engine}.`,
    )
  }
  refuseFeatures(input)
  if (input.ManageMasterUserPassword) {
    throw notThere(
      'ManageMasterUserPassword while restoring',
      'Restore the instance, and then give ManageMasterUserPassword to ModifyDBInstance.',
    )
  }
  if (snapshot.status !== 'available') {
    throw exception(InvalidDBSnapshotStateFault, `Snapshot ${snapshot.id} is not in the available state.`)
  }
  if (rds(scope).instances.has(id)) {
    throw exception(DBInstanceAlreadyExistsFault, 'DB instance already exists')
  }
  const standard = `default.${snapshot.engine}${ENGINES[snapshot.engine].standard}`
  const instance = placeInstance(
    context,
    {
      id,
      engine: snapshot.engine,
      engineVersion: runningVersion(snapshot.engine, serverProgram().version),
      instanceClass: checkClass(input.DBInstanceClass ?? 'db.t3.micro'),
      masterUsername: snapshot.masterUsername,
      allocatedStorage: input.AllocatedStorage ?? snapshot.allocatedStorage,
      storageType: input.StorageType ?? snapshot.storageType,
      port: input.Port ?? snapshot.port,
      storageEncrypted: snapshot.storageEncrypted,
      parameterGroupName: parameterGroup(scope, input.DBParameterGroupName ?? standard).name,
      backupRetentionPeriod: input.BackupRetentionPeriod ?? 1,
      restoreFrom: snapshot.id,
    },
    input,
  )
  return { DBInstance: shownInstance(scope, instance) }
}
