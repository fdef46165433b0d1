import { list, pick, tagChanges, text } from '../engine/properties.ts'
import { ResourceFailure } from '../engine/failure.ts'
import type { Change, Properties, ResourceType } from '../engine/resource-type.ts'

/** Those that both creating and modifying take, under one name. */
const CHANGEABLE = [
  ...[
    'AllocatedStorage',
    'DBInstanceClass',
    'EngineVersion',
    'Iops',
    'MultiAZ',
    'StorageType',
    'StorageThroughput',
  ],
  ...['BackupRetentionPeriod', 'CopyTagsToSnapshot', 'DeletionProtection', 'PubliclyAccessible'],
  ...['MaxAllocatedStorage', 'MonitoringInterval', 'PreferredBackupWindow', 'PreferredMaintenanceWindow'],
  ...['AutoMinorVersionUpgrade', 'EnableIAMDatabaseAuthentication', 'DBParameterGroupName'],
  ...['MasterUserPassword', 'ManageMasterUserPassword', 'CACertificateIdentifier'],
]
/** Those that are for good. */
const FOR_GOOD = [
  ...['AvailabilityZone', 'CharacterSetName', 'DBName', 'DBSubnetGroupName', 'Engine', 'KmsKeyId'],
  ...['MasterUsername', 'Port', 'StorageEncrypted', 'EngineLifecycleSupport'],
]
const STUCK = /^(failed|incompatible-\w+|storage-full|inaccessible-encryption-credentials)/

/** A database server. */
export const awsRdsDbInstance: ResourceType = {
  replaces: [...FOR_GOOD, 'DBInstanceIdentifier'],
  updates: [...CHANGEABLE, 'VPCSecurityGroups', 'DeleteAutomatedBackups', 'Tags'],
  withoutEffect: { ApplyImmediately: 'CloudFormation’s changes are applied at once anyway' },
  required: ['DBInstanceClass'],
  nameProperty: 'DBInstanceIdentifier',
  attributes: [
    ...['DBInstanceArn', 'DbiResourceId', 'Endpoint.Address', 'Endpoint.Port', 'Endpoint.HostedZoneId'],
    'MasterUserSecret.SecretArn',
  ],
  async create({ call, properties, tags, name }) {
    const { DBInstance = {} } = await call<{ DBInstance?: Properties }>('rds', 'CreateDBInstance', {
      DBInstanceIdentifier: text(properties, 'DBInstanceIdentifier') || name({ longest: 63, lower: true }),
      ...pick(properties, ...FOR_GOOD, ...CHANGEABLE),
      ...groupsOf(properties),
      Tags: tags,
    })
    return { physicalId: text(DBInstance, 'DBInstanceIdentifier') }
  },
  async settled(change) {
    const status = text((await describe(change)) ?? {}, 'DBInstanceStatus')
    if (STUCK.test(status)) {
      throw new ResourceFailure(`DB instance ${change.physicalId} is in state ${status}`, 'NotStabilized')
    }
    return status === 'available'
  },
  async read(change) {
    const { DBInstanceArn, DbiResourceId, Endpoint, MasterUserSecret } = (await describe(change)) ?? {}
    return {
      DBInstanceArn,
      DbiResourceId,
      Endpoint,
      ...(MasterUserSecret !== undefined && { MasterUserSecret }),
    }
  },
  async update(change) {
    const { call, properties, physicalId: DBInstanceIdentifier, changes, accountId, region } = change
    const changed = CHANGEABLE.filter(name => changes(name))
    if (changed.length > 0 || changes('VPCSecurityGroups')) {
      await call('rds', 'ModifyDBInstance', {
        ...{ DBInstanceIdentifier, ApplyImmediately: true },
        ...pick(properties, ...changed),
        ...(changes('VPCSecurityGroups') && groupsOf(properties)),
      })
    }
    const { set, gone } = tagChanges(change)
    const ResourceName = `arn:aws:rds:${region}:${accountId}:db:${DBInstanceIdentifier}`
    if (set.length > 0) await call('rds', 'AddTagsToResource', { ResourceName, Tags: set })
    if (gone.length > 0) await call('rds', 'RemoveTagsFromResource', { ResourceName, TagKeys: gone })
  },
  async remove({ call, properties, physicalId: DBInstanceIdentifier }) {
    // A snapshot that the template asks for was made before.
    await call('rds', 'DeleteDBInstance', {
      ...{ DBInstanceIdentifier, SkipFinalSnapshot: true },
      ...pick(properties, 'DeleteAutomatedBackups'),
    })
  },
  async removed(change) {
    return (await describe(change)) === undefined
  },
}

async function describe({ call, physicalId: DBInstanceIdentifier }: Change): Promise<Properties | undefined> {
  const { DBInstances = [] } = await call<{ DBInstances?: Properties[] }>('rds', 'DescribeDBInstances', {
    DBInstanceIdentifier,
  })
  return DBInstances[0]
}

function groupsOf(properties: Properties): Record<string, unknown> {
  const groups = list(properties, 'VPCSecurityGroups')
  return groups.length > 0 ? { VpcSecurityGroupIds: groups } : {}
}
