import { randomBytes, randomInt } from 'node:crypto'
import type { CreateDBInstanceMessage } from '@aws-sdk/client-rds'
import type { OperationContext } from '../../operation.ts'
import { network } from '../ec2/default-vpc.ts'
import { createInterface } from '../ec2/network-interfaces.ts'
import { putManagedSecret } from '../secretsmanager/managed-secret.ts'
import { invalidValue, notThere } from './errors.ts'
import { databases } from './databases.ts'
import { instanceGroups } from './instance-groups.ts'
import { type InstanceDocument, rds, rdsArn } from './store.ts'
import { subnetGroup } from './subnet-groups.ts'
import { withTags } from './tags.ts'

/** What CreateDBInstance and RestoreDBInstanceFromDBSnapshot say alike. */
export type Placement = Pick<
  CreateDBInstanceMessage,
  | 'DBSubnetGroupName'
  | 'VpcSecurityGroupIds'
  | 'AvailabilityZone'
  | 'PubliclyAccessible'
  | 'DeletionProtection'
  | 'MultiAZ'
  | 'AutoMinorVersionUpgrade'
  | 'CopyTagsToSnapshot'
  | 'Tags'
>

/** An instance without what its place in the network and its password add. */
export type Bare = Pick<
  InstanceDocument,
  | 'id'
  | 'engine'
  | 'engineVersion'
  | 'instanceClass'
  | 'masterUsername'
  | 'dbName'
  | 'allocatedStorage'
  | 'storageType'
  | 'iops'
  | 'port'
  | 'storageEncrypted'
  | 'parameterGroupName'
  | 'backupRetentionPeriod'
  | 'pendingPassword'
  | 'restoreFrom'
>

/** Checks the place, makes the instance's interface and document, and begins to make the database. */
export function placeInstance(context: OperationContext, bare: Bare, placement: Placement): InstanceDocument {
  const { sandbox, scope } = context
  const group = subnetGroup(scope, placement.DBSubnetGroupName)
  const subnets = group.subnetIds.flatMap(id => network(scope).subnets.get(id) ?? [])
  const wanted = placement.AvailabilityZone
  const candidates = subnets.filter(({ AvailabilityZone }) => !wanted || AvailabilityZone === wanted)
  const subnet = candidates[randomInt(Math.max(1, candidates.length))]
  if (!subnet) {
    throw invalidValue(`The DB subnet group ${group.name} has no subnet in the Availability Zone ${wanted}.`)
  }
  if (wanted && placement.MultiAZ) {
    throw invalidValue('Requesting a specific availability zone is not valid for Multi-AZ instances.')
  }
  const securityGroupIds = instanceGroups(scope, group.vpcId, placement.VpcSecurityGroupIds ?? [])
  const tags = withTags([], placement.Tags)
  const made = createInterface(scope, {
    subnetId: subnet.SubnetId,
    securityGroupIds,
    assignPublicIp: placement.PubliclyAccessible ?? false,
    description: 'RDSNetworkInterface',
    requesterId: 'amazon-rds',
    attachedBy: 'amazon-rds',
  })
  const instance: InstanceDocument = {
    ...bare,
    status: 'creating',
    createdAt: sandbox.clock.now(),
    resourceId: newResourceId(),
    availabilityZone: subnet.AvailabilityZone,
    vpcId: group.vpcId,
    subnetGroupName: group.name,
    networkInterfaceId: made.NetworkInterfaceId,
    privateIp: made.PrivateIpAddress,
    securityGroupIds,
    publiclyAccessible: placement.PubliclyAccessible ?? false,
    deletionProtection: placement.DeletionProtection ?? false,
    multiAz: placement.MultiAZ ?? false,
    autoMinorVersionUpgrade: placement.AutoMinorVersionUpgrade ?? true,
    copyTagsToSnapshot: placement.CopyTagsToSnapshot ?? false,
    preferredBackupWindow: '03:00-03:30',
    preferredMaintenanceWindow: 'sun:04:00-sun:04:30',
    tags,
    adminPassword: randomBytes(24).toString('hex'),
  }
  rds(scope).instances.put(instance.id, instance)
  databases(sandbox).wake(scope, instance.id)
  return instance
}

/** Throws InvalidParameterValue for a password that RDS would not take. */
export function checkPassword(password: string): void {
  const about = 'The parameter MasterUserPassword is not a valid password'
  if (password.length < 8) throw invalidValue(`${about} because it is shorter than 8 characters.`)
  if (password.length > 41) throw invalidValue(`${about} because it is longer than 41 characters.`)
  if (!/^[!-~]+$/.test(password) || /[/@"]/.test(password)) {
    throw invalidValue(`${about}. Only printable ASCII characters besides '/', '@', '"', ' ' may be used.`)
  }
}

/** A new password of a secret that RDS keeps. */
export function newPassword(): string {
  return randomBytes(21).toString('base64url')
}

/** Puts an instance's master user and password into its secret in Secrets Manager, as RDS writes it. Answers the secret's ARN. */
export function keepPassword(
  { sandbox, scope }: OperationContext,
  instance: Pick<InstanceDocument, 'id' | 'masterUsername' | 'secretArn'>,
  password: string,
  kmsKeyId?: string,
): string {
  const { id, masterUsername: username, secretArn } = instance
  const [a, b, c, d, e] = [8, 4, 4, 4, 12].map(length => randomBytes(length / 2).toString('hex'))
  return putManagedSecret(sandbox, scope, {
    arn: secretArn,
    name: `rds!db-${[a, b, c, d, e].join('-')}`,
    owningService: 'rds',
    description: `Secret associated with primary RDS DB instance: ${rdsArn(scope, 'db', id)}`,
    tags: [
      { Key: 'aws:rds:primaryDBInstanceArn', Value: rdsArn(scope, 'db', id) },
      { Key: 'aws:secretsmanager:owningService', Value: 'rds' },
    ],
    value: { username, password },
    kmsKeyId,
  })
}

/** What only AWS has of an instance's features; each is refused by name. */
export function refuseFeatures(input: Partial<CreateDBInstanceMessage>): void {
  const refused: [unknown, string][] = [
    [input.DBClusterIdentifier, 'database clusters'],
    [input.EnableIAMDatabaseAuthentication, 'IAM authentication to databases'],
    [input.Domain ?? input.DomainFqdn, 'directory services'],
    [input.EnablePerformanceInsights, 'Performance Insights'],
    [input.MonitoringInterval, 'Enhanced Monitoring'],
    [input.OptionGroupName, 'option groups'],
    [input.EnableCloudwatchLogsExports?.length, 'export of database logs'],
    [input.DBSecurityGroups?.length, 'EC2-Classic'],
    [input.TdeCredentialArn, 'transparent data encryption'],
  ]
  const found = refused.find(([value]) => Boolean(value))
  if (found) throw notThere(found[1], 'Leave the parameter away.')
}

/** Such as db-ABCDEFGHIJKLMNOPQRSTUVWXYZ. */
function newResourceId(): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  return `db-${[...randomBytes(26)].map(byte => letters[byte % 32]).join('')}`
}
