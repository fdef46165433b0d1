import type { WithoutEffect } from '../../gateway/service.ts'

/** Parameters that are accepted and change nothing. */
export const withoutEffect: WithoutEffect = {
  CreateFileSystem: {
    'PerformanceMode, ThroughputMode, ProvisionedThroughputInMibps': 'a file system is as fast as this disk',
    'Encrypted, KmsKeyId': 'files lie as they are in a folder of the practice account',
    Backup: 'is kept; there are no backups',
  },
  UpdateFileSystem: {
    'ThroughputMode, ProvisionedThroughputInMibps': 'a file system is as fast as this disk',
  },
  UpdateFileSystemProtection: { ReplicationOverwriteProtection: 'there is no replication' },
  PutLifecycleConfiguration: { LifecyclePolicies: 'are kept; there is one storage class' },
  PutBackupPolicy: { BackupPolicy: 'is kept; there are no backups' },
  PutFileSystemPolicy: {
    Policy: 'is checked and kept; mounts are not asked about it',
    BypassPolicyLockoutSafetyCheck: 'no policy locks anybody out',
  },
}
