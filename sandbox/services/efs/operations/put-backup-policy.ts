import type { BackupPolicyDescription, PutBackupPolicyRequest } from '@aws-sdk/client-efs'
import type { Operation } from '../../../operation.ts'
import { invalid } from '../errors.ts'
import { findFileSystem } from '../file-systems.ts'
import { efs } from '../store.ts'

/** Turns automatic backups on or off. */
export const putBackupPolicy: Operation<PutBackupPolicyRequest, BackupPolicyDescription> = (
  input,
  { scope },
) => {
  const fileSystem = findFileSystem(scope, input.FileSystemId)
  const backup = input.BackupPolicy?.Status
  if (backup !== 'ENABLED' && backup !== 'DISABLED') {
    throw invalid(`Invalid value '${backup ?? ''}' for Status; expected ENABLED or DISABLED.`)
  }
  efs(scope).fileSystems.put(fileSystem.id, { ...fileSystem, backup })
  return { BackupPolicy: { Status: backup } }
}
