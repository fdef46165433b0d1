import type { WithoutEffect } from '../../gateway/service.ts'

const VERSION =
  "this machine's MariaDB runs, for the engine mysql too; EngineVersion in answers says which (such as 10.11.19-MariaDB)"
const ALIKE = {
  EngineVersion: VERSION,
  'DBInstanceClass, AllocatedStorage, StorageType, Iops, StorageThroughput, MaxAllocatedStorage':
    'are kept; the server has the memory and disk of this machine',
  'MultiAZ, AvailabilityZone': 'say where the address is; there is one server',
  'BackupRetentionPeriod, PreferredBackupWindow':
    'there are no automated backups; snapshots that you make are real',
  'PreferredMaintenanceWindow, AutoMinorVersionUpgrade, EngineLifecycleSupport': 'there is no maintenance',
  'StorageEncrypted, KmsKeyId, MasterUserSecretKmsKeyId':
    'files lie unencrypted in a folder that the database alone may enter',
  'CACertificateIdentifier, LicenseModel, NetworkType, MonitoringRoleArn, DedicatedLogVolume, DatabaseInsightsMode':
    'are not looked at; connections are not encrypted',
}

/** Parameters that are accepted and change nothing. */
export const withoutEffect: WithoutEffect = {
  CreateDBInstance: ALIKE,
  RestoreDBInstanceFromDBSnapshot: ALIKE,
  ModifyDBInstance: {
    ...ALIKE,
    ApplyImmediately: 'changes are made at once, as there is no maintenance window',
  },
  RebootDBInstance: { ForceFailover: 'there is one server' },
  DeleteDBInstance: { DeleteAutomatedBackups: 'there are no automated backups' },
}
