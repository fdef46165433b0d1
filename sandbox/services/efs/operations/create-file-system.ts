import {
  type CreateFileSystemRequest,
  type FileSystemDescription,
  FileSystemAlreadyExists,
  UnsupportedAvailabilityZone,
} from '@aws-sdk/client-efs'
import { randomUUID } from 'node:crypto'
import type { Operation } from '../../../operation.ts'
import { newId } from '../../ec2/store.ts'
import { zonesOf } from '../../ec2/zones.ts'
import { badRequest, checkOneOf, exception } from '../errors.ts'
import { CREATING_MS, makeDirectory, shownFileSystem } from '../file-systems.ts'
import { efs, type FileSystemDocument } from '../store.ts'
import { withTags } from '../tags.ts'

/** Makes a file system, and a directory for it. The same creation token again is refused with the id of the one that is there. */
export const createFileSystem: Operation<CreateFileSystemRequest, FileSystemDescription> = (
  input,
  { sandbox, scope, accountId, region },
) => {
  const {
    CreationToken = randomUUID(),
    PerformanceMode = 'generalPurpose',
    ThroughputMode = 'bursting',
  } = input
  checkOneOf(PerformanceMode, 'PerformanceMode', ['generalPurpose', 'maxIO'])
  checkOneOf(ThroughputMode, 'ThroughputMode', ['bursting', 'provisioned', 'elastic'])
  const provisioned = input.ProvisionedThroughputInMibps
  if ((ThroughputMode === 'provisioned') !== (provisioned !== undefined)) {
    throw badRequest(
      'ProvisionedThroughputInMibps must be given when ThroughputMode is provisioned, and only then.',
    )
  }
  if (CreationToken.length > 64) throw badRequest('CreationToken has 64 characters at most.')
  if (input.KmsKeyId !== undefined && !input.Encrypted) {
    throw badRequest('KmsKeyId can only be given when Encrypted is true.')
  }
  const zone = input.AvailabilityZoneName
  if (zone !== undefined && !zonesOf(region).some(({ name }) => name === zone)) {
    throw exception(UnsupportedAvailabilityZone, `The Availability Zone ${zone} does not exist in ${region}.`)
  }
  const tags = withTags([], input.Tags)
  const { fileSystems } = efs(scope)
  const same = fileSystems.values().find(({ creationToken }) => creationToken === CreationToken)
  if (same) {
    throw new FileSystemAlreadyExists({
      message: `File system '${same.id}' already exists with creation token '${CreationToken}'`,
      ErrorCode: 'FileSystemAlreadyExists',
      FileSystemId: same.id,
      $metadata: {},
    })
  }
  const { clock } = sandbox
  const fileSystem: FileSystemDocument = {
    id: newId('fs'),
    creationToken: CreationToken,
    createdAt: clock.now(),
    availableAt: clock.time(accountId) + CREATING_MS.fileSystem,
    performanceMode: PerformanceMode,
    throughputMode: ThroughputMode,
    ...(provisioned !== undefined && { provisionedThroughput: provisioned }),
    encrypted: input.Encrypted ?? false,
    ...(input.KmsKeyId !== undefined && { kmsKeyId: input.KmsKeyId }),
    ...(zone !== undefined && { zone }),
    replicationOverwriteProtection: 'ENABLED',
    lifecyclePolicies: [],
    backup: (input.Backup ?? zone !== undefined) ? 'ENABLED' : 'DISABLED',
    tags,
  }
  makeDirectory(sandbox, scope, fileSystem.id)
  fileSystems.put(fileSystem.id, fileSystem)
  return shownFileSystem(sandbox, scope, fileSystem)
}
