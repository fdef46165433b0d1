import { type DeleteFileSystemRequest, FileSystemInUse } from '@aws-sdk/client-efs'
import type { Operation } from '../../../operation.ts'
import { exception } from '../errors.ts'
import { directoryOf, findFileSystem, mountTargetsOf, removeFolder } from '../file-systems.ts'
import { efs } from '../store.ts'

/** Deletes a file system with its files and access points; not while it has mount targets. */
export const deleteFileSystem: Operation<DeleteFileSystemRequest, object> = (input, { sandbox, scope }) => {
  const { id } = findFileSystem(scope, input.FileSystemId)
  if (mountTargetsOf(sandbox, scope, id).length > 0) {
    throw exception(FileSystemInUse, 'Must delete all mount targets before deleting file system.')
  }
  const { fileSystems, accessPoints } = efs(scope)
  for (const point of accessPoints.values()) if (point.fileSystemId === id) accessPoints.delete(point.id)
  fileSystems.delete(id)
  removeFolder(sandbox, directoryOf(sandbox, scope, id))
  return {}
}
