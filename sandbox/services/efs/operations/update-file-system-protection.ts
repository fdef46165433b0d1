import type { FileSystemProtectionDescription, UpdateFileSystemProtectionRequest } from '@aws-sdk/client-efs'
import type { Operation } from '../../../operation.ts'
import { checkOneOf } from '../errors.ts'
import { findFileSystem } from '../file-systems.ts'
import { efs } from '../store.ts'

/** Says whether a file system may become the destination of a replication. */
export const updateFileSystemProtection: Operation<
  UpdateFileSystemProtectionRequest,
  FileSystemProtectionDescription
> = (input, { scope }) => {
  const fileSystem = findFileSystem(scope, input.FileSystemId)
  const wanted = input.ReplicationOverwriteProtection
  checkOneOf(wanted, 'ReplicationOverwriteProtection', ['ENABLED', 'DISABLED'])
  const replicationOverwriteProtection =
    wanted === 'ENABLED' || wanted === 'DISABLED' ? wanted : fileSystem.replicationOverwriteProtection
  efs(scope).fileSystems.put(fileSystem.id, { ...fileSystem, replicationOverwriteProtection })
  return { ReplicationOverwriteProtection: replicationOverwriteProtection }
}
