import type { FileSystemDescription, UpdateFileSystemRequest } from '@aws-sdk/client-efs'
import type { Operation } from '../../../operation.ts'
import { badRequest, checkOneOf } from '../errors.ts'
import { findFileSystem, shownFileSystem } from '../file-systems.ts'
import { efs } from '../store.ts'

/** Changes a file system's throughput mode. */
export const updateFileSystem: Operation<UpdateFileSystemRequest, FileSystemDescription> = (
  input,
  { sandbox, scope },
) => {
  const { provisionedThroughput: before, ...fileSystem } = findFileSystem(scope, input.FileSystemId)
  checkOneOf(input.ThroughputMode, 'ThroughputMode', ['bursting', 'provisioned', 'elastic'])
  const throughputMode = input.ThroughputMode ?? fileSystem.throughputMode
  const provisioned = input.ProvisionedThroughputInMibps ?? before
  if (throughputMode === 'provisioned' && provisioned === undefined) {
    throw badRequest('ProvisionedThroughputInMibps must be given when ThroughputMode is provisioned.')
  }
  const changed = {
    ...fileSystem,
    throughputMode,
    ...(throughputMode === 'provisioned' &&
      provisioned !== undefined && { provisionedThroughput: provisioned }),
  }
  efs(scope).fileSystems.put(changed.id, changed)
  return shownFileSystem(sandbox, scope, changed)
}
