import type { BackupPolicyDescription, DescribeBackupPolicyRequest } from '@aws-sdk/client-efs'
import type { Operation } from '../../../operation.ts'
import { findFileSystem } from '../file-systems.ts'

/** Whether automatic backups are on. */
export const describeBackupPolicy: Operation<DescribeBackupPolicyRequest, BackupPolicyDescription> = (
  input,
  { scope },
) => ({ BackupPolicy: { Status: findFileSystem(scope, input.FileSystemId).backup } })
