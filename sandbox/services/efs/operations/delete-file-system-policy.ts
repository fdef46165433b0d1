import type { DeleteFileSystemPolicyRequest } from '@aws-sdk/client-efs'
import type { Operation } from '../../../operation.ts'
import { findFileSystem } from '../file-systems.ts'
import { efs } from '../store.ts'

/** Lets whoever reaches a mount target mount the file system. */
export const deleteFileSystemPolicy: Operation<DeleteFileSystemPolicyRequest, object> = (
  input,
  { scope },
) => {
  const { policy: _policy, ...fileSystem } = findFileSystem(scope, input.FileSystemId)
  efs(scope).fileSystems.put(fileSystem.id, fileSystem)
  return {}
}
