import { type DBSnapshot, DBSnapshotAlreadyExistsFault, type Tag } from '@aws-sdk/client-rds'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { ENGINES } from './engines.ts'
import { checkedIdentifier, exception, snapshotNotFound } from './errors.ts'
import { type InstanceDocument, rds, rdsArn, type SnapshotDocument } from './store.ts'
import { withTags } from './tags.ts'

/** Notes a snapshot that is to be taken of an instance. Throws DBSnapshotAlreadyExistsFault. */
export function addSnapshot(
  { clock }: Sandbox,
  scope: Scope,
  instance: InstanceDocument,
  identifier: string | undefined,
  tags: Tag[] | undefined,
): SnapshotDocument {
  const id = checkedIdentifier('DBSnapshotIdentifier', identifier)
  const { snapshots } = rds(scope)
  if (snapshots.has(id)) {
    throw exception(
      DBSnapshotAlreadyExistsFault,
      `Cannot create the snapshot because a snapshot with the identifier ${id} already exists.`,
    )
  }
  const snapshot: SnapshotDocument = {
    id,
    instanceId: instance.id,
    status: 'creating',
    createdAt: clock.now(),
    instanceCreatedAt: instance.createdAt,
    engine: instance.engine,
    engineVersion: instance.engineVersion,
    masterUsername: instance.masterUsername,
    allocatedStorage: instance.allocatedStorage,
    storageType: instance.storageType,
    ...(instance.iops !== undefined && { iops: instance.iops }),
    port: instance.port,
    availabilityZone: instance.availabilityZone,
    vpcId: instance.vpcId,
    resourceId: instance.resourceId,
    storageEncrypted: instance.storageEncrypted,
    tags: withTags([], tags),
  }
  snapshots.put(id, snapshot)
  return snapshot
}

/** The snapshot of an identifier or ARN. Throws DBSnapshotNotFoundFault. */
export function findSnapshot(scope: Scope, requested: string | undefined): SnapshotDocument {
  const prefix = rdsArn(scope, 'snapshot', '')
  const name = (requested ?? '').toLowerCase()
  const found = rds(scope).snapshots.get(name.startsWith(prefix) ? name.slice(prefix.length) : name)
  if (!found) throw snapshotNotFound(requested ?? '')
  return found
}

/** As DescribeDBSnapshots shows it. */
export function shownSnapshot(scope: Scope, snapshot: SnapshotDocument): DBSnapshot {
  const ready = snapshot.status === 'available'
  return {
    DBSnapshotIdentifier: snapshot.id,
    DBInstanceIdentifier: snapshot.instanceId,
    SnapshotCreateTime: new Date(snapshot.createdAt),
    OriginalSnapshotCreateTime: new Date(snapshot.createdAt),
    Engine: snapshot.engine,
    AllocatedStorage: snapshot.allocatedStorage,
    Status: snapshot.status,
    Port: snapshot.port,
    AvailabilityZone: snapshot.availabilityZone,
    VpcId: snapshot.vpcId,
    InstanceCreateTime: new Date(snapshot.instanceCreatedAt),
    MasterUsername: snapshot.masterUsername,
    EngineVersion: snapshot.engineVersion,
    LicenseModel: ENGINES[snapshot.engine].licenseModel,
    SnapshotType: 'manual',
    ...(snapshot.iops !== undefined && { Iops: snapshot.iops }),
    PercentProgress: ready ? 100 : 0,
    StorageType: snapshot.storageType,
    Encrypted: snapshot.storageEncrypted,
    DBSnapshotArn: rdsArn(scope, 'snapshot', snapshot.id),
    IAMDatabaseAuthenticationEnabled: false,
    ProcessorFeatures: [],
    DbiResourceId: snapshot.resourceId,
    TagList: snapshot.tags,
    SnapshotTarget: 'region',
  }
}
