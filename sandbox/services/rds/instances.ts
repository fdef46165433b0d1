import type { DBInstance } from '@aws-sdk/client-rds'
import type { Scope } from '../../store/store.ts'
import { endpointName } from './addresses.ts'
import { ENGINES } from './engines.ts'
import { instanceNotFound, invalidState } from './errors.ts'
import { type InstanceDocument, type InstanceStatus, rds, rdsArn } from './store.ts'
import { shownSubnetGroup, subnetGroup } from './subnet-groups.ts'

/** The instance of an identifier or ARN. Throws DBInstanceNotFoundFault. */
export function findInstance(scope: Scope, requested: string | undefined): InstanceDocument {
  const prefix = rdsArn(scope, 'db', '')
  const name = (requested ?? '').toLowerCase()
  const id = name.startsWith(prefix) ? name.slice(prefix.length) : name
  const found = rds(scope).instances.get(id)
  if (!found) throw instanceNotFound(requested ?? '')
  return found
}

/** Throws InvalidDBInstanceStateFault for an instance in another state. */
export function demandStatus({ id, status }: InstanceDocument, ...wanted: InstanceStatus[]): void {
  if (!wanted.includes(status)) throw invalidState(`Instance ${id} is not in ${wanted.join(' or ')} state.`)
}

/** As DescribeDBInstances shows it. */
export function shownInstance(scope: Scope, instance: InstanceDocument): DBInstance {
  const { id, status, iops, dbName, secretArn } = instance
  return {
    DBInstanceIdentifier: id,
    DBInstanceClass: instance.instanceClass,
    Engine: instance.engine,
    DBInstanceStatus: status,
    MasterUsername: instance.masterUsername,
    ...(dbName !== undefined && { DBName: dbName }),
    ...(status !== 'creating' && {
      Endpoint: { Address: endpointName(scope, id), Port: instance.port, HostedZoneId: 'Z29XKXDKYMONMX' },
      InstanceCreateTime: new Date(instance.createdAt),
    }),
    AllocatedStorage: instance.allocatedStorage,
    PreferredBackupWindow: instance.preferredBackupWindow,
    BackupRetentionPeriod: instance.backupRetentionPeriod,
    DBSecurityGroups: [],
    VpcSecurityGroups: instance.securityGroupIds.map(VpcSecurityGroupId => ({
      VpcSecurityGroupId,
      Status: 'active',
    })),
    DBParameterGroups: [
      {
        DBParameterGroupName: instance.parameterGroupName,
        ParameterApplyStatus: instance.pendingReboot ? 'pending-reboot' : 'in-sync',
      },
    ],
    AvailabilityZone: instance.availabilityZone,
    DBSubnetGroup: shownSubnetGroup(scope, subnetGroup(scope, instance.subnetGroupName)),
    PreferredMaintenanceWindow: instance.preferredMaintenanceWindow,
    PendingModifiedValues: instance.pendingPassword === undefined ? {} : { MasterUserPassword: '****' },
    MultiAZ: instance.multiAz,
    EngineVersion: instance.engineVersion,
    AutoMinorVersionUpgrade: instance.autoMinorVersionUpgrade,
    ReadReplicaDBInstanceIdentifiers: [],
    LicenseModel: ENGINES[instance.engine].licenseModel,
    ...(iops !== undefined && { Iops: iops }),
    OptionGroupMemberships: [],
    PubliclyAccessible: instance.publiclyAccessible,
    StorageType: instance.storageType,
    DbInstancePort: 0,
    StorageEncrypted: instance.storageEncrypted,
    DbiResourceId: instance.resourceId,
    DomainMemberships: [],
    CopyTagsToSnapshot: instance.copyTagsToSnapshot,
    MonitoringInterval: 0,
    DBInstanceArn: rdsArn(scope, 'db', id),
    IAMDatabaseAuthenticationEnabled: false,
    PerformanceInsightsEnabled: false,
    DeletionProtection: instance.deletionProtection,
    AssociatedRoles: [],
    TagList: instance.tags,
    CustomerOwnedIpEnabled: false,
    NetworkType: 'IPV4',
    ...(secretArn !== undefined && {
      MasterUserSecret: {
        SecretArn: secretArn,
        SecretStatus: status === 'creating' ? 'creating' : 'active',
      },
    }),
    DedicatedLogVolume: false,
  }
}
