import type { ModifyDBInstanceMessage, ModifyDBInstanceResult } from '@aws-sdk/client-rds'
import type { Operation, OperationContext } from '../../../operation.ts'
import { collections } from '../../ec2/store.ts'
import { deleteManagedSecret } from '../../secretsmanager/managed-secret.ts'
import { databases } from '../databases.ts'
import { instanceGroups } from '../instance-groups.ts'
import { checkClass, majorVersion } from '../engines.ts'
import { invalidCombination, notThere } from '../errors.ts'
import { demandStatus, findInstance, shownInstance } from '../instances.ts'
import { checkPassword, keepPassword, newPassword } from '../new-instance.ts'
import { checkFamily, parameterGroup } from '../parameter-groups.ts'
import { type InstanceDocument, rds } from '../store.ts'

/** Changes an instance: its password, who reaches it, its parameters, what protects it. */
export const modifyDBInstance: Operation<ModifyDBInstanceMessage, ModifyDBInstanceResult> = (
  input,
  context,
) => {
  const { scope, sandbox } = context
  const instance = findInstance(scope, input.DBInstanceIdentifier)
  demandStatus(instance, 'available', 'stopped')
  refuse(input)
  const settings = settingsFrom(context, instance, input)
  const credentials = credentialsFrom(context, instance, input)
  const { secretArn: _secret, ...rest } = instance
  const kept = credentials.forgetSecret ? rest : instance
  const { forgetSecret: _forget, ...password } = credentials
  if (settings.securityGroupIds) {
    const { networkInterfaces } = collections(scope)
    const eni = networkInterfaces.get(instance.networkInterfaceId)
    if (eni) {
      networkInterfaces.put(eni.NetworkInterfaceId, { ...eni, GroupIds: settings.securityGroupIds })
    }
  }
  const changed: InstanceDocument = {
    ...kept,
    ...settings,
    ...password,
    // A stopped instance gets its password when it starts.
    status: instance.status === 'stopped' ? 'stopped' : 'modifying',
  }
  rds(scope).instances.put(instance.id, changed)
  databases(sandbox).wake(scope, instance.id)
  return { DBInstance: shownInstance(scope, changed) }
}

function settingsFrom(
  { scope }: OperationContext,
  instance: InstanceDocument,
  input: ModifyDBInstanceMessage,
) {
  const { engine, parameterGroupName } = instance
  const family = parameterGroup(scope, parameterGroupName).family
  if (
    input.EngineVersion !== undefined &&
    `${engine}${majorVersion(engine, input.EngineVersion)}` !== family
  ) {
    throw notThere('upgrade of the major version', "This machine's MariaDB runs in any case.")
  }
  const group = input.DBParameterGroupName && parameterGroup(scope, input.DBParameterGroupName)
  if (group) checkFamily(group, family)
  if (input.AllocatedStorage !== undefined && input.AllocatedStorage < instance.allocatedStorage) {
    throw invalidCombination(
      `Invalid storage size for engine name ${engine} and storage type ${input.StorageType ?? instance.storageType}: ${input.AllocatedStorage}`,
    )
  }
  return {
    ...(group && { parameterGroupName: group.name, pendingReboot: group.name !== parameterGroupName }),
    ...(input.DBInstanceClass !== undefined && { instanceClass: checkClass(input.DBInstanceClass) }),
    ...(input.VpcSecurityGroupIds?.length && {
      securityGroupIds: instanceGroups(scope, instance.vpcId, input.VpcSecurityGroupIds),
    }),
    ...(input.AllocatedStorage !== undefined && { allocatedStorage: input.AllocatedStorage }),
    ...(input.StorageType !== undefined && { storageType: input.StorageType }),
    ...(input.Iops !== undefined && { iops: input.Iops }),
    ...(input.DeletionProtection !== undefined && { deletionProtection: input.DeletionProtection }),
    ...(input.PubliclyAccessible !== undefined && { publiclyAccessible: input.PubliclyAccessible }),
    ...(input.MultiAZ !== undefined && { multiAz: input.MultiAZ }),
    ...(input.BackupRetentionPeriod !== undefined && {
      backupRetentionPeriod: input.BackupRetentionPeriod,
    }),
    ...(input.CopyTagsToSnapshot !== undefined && { copyTagsToSnapshot: input.CopyTagsToSnapshot }),
    ...(input.AutoMinorVersionUpgrade !== undefined && {
      autoMinorVersionUpgrade: input.AutoMinorVersionUpgrade,
    }),
  }
}

/** A password that is chosen, kept in Secrets Manager from now on, no longer kept there, or rotated. */
function credentialsFrom(
  context: OperationContext,
  instance: InstanceDocument,
  {
    ManageMasterUserPassword: managed,
    MasterUserPassword: chosen,
    RotateMasterUserPassword: rotate,
  }: ModifyDBInstanceMessage,
): { pendingPassword?: string; secretArn?: string; forgetSecret?: boolean } {
  const { secretArn } = instance
  if (chosen !== undefined) {
    if (managed || (secretArn !== undefined && managed !== false)) {
      throw invalidCombination(
        "You can't specify MasterUserPassword for an instance with ManageMasterUserPassword enabled.",
      )
    }
    checkPassword(chosen)
  }
  if (managed === false && secretArn !== undefined) {
    if (chosen === undefined) {
      throw invalidCombination(
        'You must specify MasterUserPassword when ManageMasterUserPassword is turned off.',
      )
    }
    deleteManagedSecret(context.scope, secretArn)
    return { pendingPassword: chosen, forgetSecret: true }
  }
  if (rotate && secretArn === undefined) {
    throw invalidCombination(
      "You can't specify RotateMasterUserPassword for an instance without ManageMasterUserPassword.",
    )
  }
  if (rotate || (managed && secretArn === undefined)) {
    const pendingPassword = newPassword()
    return { pendingPassword, secretArn: keepPassword(context, instance, pendingPassword) }
  }
  return chosen === undefined ? {} : { pendingPassword: chosen }
}

function refuse(input: ModifyDBInstanceMessage): void {
  const refused: [unknown, string][] = [
    [input.NewDBInstanceIdentifier, 'change of an instance’s identifier'],
    [input.DBPortNumber, 'change of an instance’s port'],
    [input.DBSubnetGroupName, 'move to another subnet group'],
    [input.Engine, 'change of an instance’s engine'],
    [input.EnableIAMDatabaseAuthentication, 'IAM authentication to databases'],
    [input.EnablePerformanceInsights, 'Performance Insights'],
    [input.MonitoringInterval, 'Enhanced Monitoring'],
    [input.OptionGroupName, 'option groups'],
  ]
  const found = refused.find(([value]) => Boolean(value))
  if (found) throw notThere(found[1], 'Leave the parameter away.')
}
