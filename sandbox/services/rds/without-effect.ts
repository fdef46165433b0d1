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
  CreateDBInstance: {
    ...ALIKE,
    'CharacterSetName, NcharCharacterSetName, MultiTenant': 'is for Oracle',
    'TdeCredentialPassword, Timezone': 'is for SQL Server and Oracle',
    'DomainOu, DomainAuthSecretArn, DomainDnsIps, DomainIAMRoleName': 'there is no Directory Service',
    PromotionTier: 'there are no clusters',
    'PerformanceInsightsKMSKeyId, PerformanceInsightsRetentionPeriod': 'there are no Performance Insights',
    'EnableCustomerOwnedIp, BackupTarget': 'there are no Outposts and no local zones',
    'CustomIamInstanceProfile, DBSystemId': 'there is no RDS Custom',
    AdditionalStorageVolumes: 'is kept nowhere; the disk of this machine is the storage',
    TagSpecifications: 'Tags count',
    DBCapacityReservationIdentifier: 'there are no reservations',
    MasterUserAuthenticationType: 'the master user has a password',
  },
  RestoreDBInstanceFromDBSnapshot: {
    ...ALIKE,
    TdeCredentialPassword: 'is for SQL Server and Oracle',
    'DomainOu, DomainAuthSecretArn, DomainDnsIps, DomainIAMRoleName': 'there is no Directory Service',
    UseDefaultProcessorFeatures: 'the server has the processors of this machine',
    'EnableCustomerOwnedIp, BackupTarget': 'there are no Outposts and no local zones',
    CustomIamInstanceProfile: 'there is no RDS Custom',
    DBClusterSnapshotIdentifier: 'there are no clusters',
    DBCapacityReservationIdentifier: 'there are no reservations',
    AdditionalStorageVolumes: 'is kept nowhere; the disk of this machine is the storage',
    TagSpecifications: 'Tags count',
  },
  ModifyDBInstance: {
    ...ALIKE,
    ApplyImmediately: 'changes are made at once, as there is no maintenance window',
    AllowMajorVersionUpgrade: 'the server is not changed to another version',
    TdeCredentialPassword: 'is for SQL Server and Oracle',
    'DomainOu, DomainAuthSecretArn, DomainDnsIps, DisableDomain, DomainIAMRoleName':
      'there is no Directory Service',
    PromotionTier: 'there are no clusters',
    'PerformanceInsightsKMSKeyId, PerformanceInsightsRetentionPeriod': 'there are no Performance Insights',
    CloudwatchLogsExportConfiguration: 'no log is exported',
    UseDefaultProcessorFeatures: 'the server has the processors of this machine',
    CertificateRotationRestart: 'connections are not encrypted',
    'ReplicaMode, MultiTenant': 'is for Oracle',
    'AutomationMode, ResumeFullAutomationModeMinutes': 'there is no RDS Custom',
    EnableCustomerOwnedIp: 'there are no Outposts and no local zones',
    AwsBackupRecoveryPointArn: 'there is no AWS Backup',
    AdditionalStorageVolumes: 'is kept nowhere; the disk of this machine is the storage',
    DBCapacityReservationIdentifier: 'there are no reservations',
    TagSpecifications: 'Tags count',
    MasterUserAuthenticationType: 'the master user has a password',
  },
  RebootDBInstance: { ForceFailover: 'there is one server' },
  DeleteDBInstance: { DeleteAutomatedBackups: 'there are no automated backups' },
  DescribeDBEngineVersions: {
    'ListSupportedCharacterSets, ListSupportedTimezones, IncludeAll': 'there is one engine version',
  },
  DescribeDBSnapshots: {
    'IncludeShared, IncludePublic': 'snapshots are not shared',
  },
  DescribeOrderableDBInstanceOptions: {
    AvailabilityZoneGroup: 'there are no Outposts and no local zones',
  },
  StartDBInstance: {
    DBCapacityReservationIdentifier: 'there are no reservations',
  },
  StopDBInstance: {
    DetachFromDBCapacityReservation: 'there are no reservations',
  },
}
