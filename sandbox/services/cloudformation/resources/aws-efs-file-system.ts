import type { Tag } from '@aws-sdk/client-cloudformation'
import { json, list, pick, text } from '../engine/properties.ts'
import { ResourceFailure } from '../engine/failure.ts'
import type { Change, Properties, ResourceType, Work } from '../engine/resource-type.ts'

/** A file system; mount targets give it addresses. */
export const awsEfsFileSystem: ResourceType = {
  replaces: ['Encrypted', 'KmsKeyId', 'PerformanceMode', 'AvailabilityZoneName'],
  updates: [
    ...['FileSystemPolicy', 'LifecyclePolicies', 'BackupPolicy', 'FileSystemTags'],
    ...['ThroughputMode', 'ProvisionedThroughputInMibps', 'FileSystemProtection'],
  ],
  withoutEffect: { BypassPolicyLockoutSafetyCheck: 'a policy that locks out is taken' },
  attributes: ['Arn', 'FileSystemId'],
  async create(work) {
    const { call, properties, token, made } = work
    const created = await call<Properties>('efs', 'CreateFileSystem', {
      CreationToken: token,
      ...pick(properties, 'Encrypted', 'KmsKeyId', 'PerformanceMode', 'AvailabilityZoneName'),
      ...pick(properties, 'ThroughputMode', 'ProvisionedThroughputInMibps'),
      Tags: fileSystemTags(work),
    })
    const physicalId = text(created, 'FileSystemId')
    made(physicalId, { FileSystemId: physicalId, Arn: created['FileSystemArn'] })
    return { physicalId, attributes: { FileSystemId: physicalId, Arn: created['FileSystemArn'] } }
  },
  async settled(change) {
    const state = (await describe(change))?.['LifeCycleState']
    if (state === 'error')
      throw new ResourceFailure(`File system ${change.physicalId} is in state error`, 'NotStabilized')
    if (state !== 'available') return false
    // A file system that is still being made takes no policies.
    await putPolicies(change)
    return true
  },
  async update(change) {
    const { call, properties, physicalId: FileSystemId, changes } = change
    if (changes('ThroughputMode', 'ProvisionedThroughputInMibps')) {
      const throughput = pick(properties, 'ThroughputMode', 'ProvisionedThroughputInMibps')
      await call('efs', 'UpdateFileSystem', { FileSystemId, ...throughput })
    }
    if (changes('FileSystemTags')) {
      await call('efs', 'TagResource', { ResourceId: FileSystemId, Tags: fileSystemTags(change) })
    }
  },
  async remove({ call, physicalId: FileSystemId }) {
    await call('efs', 'DeleteFileSystem', { FileSystemId })
  },
  async removed(change) {
    return (await describe(change)) === undefined
  },
}

async function describe({ call, physicalId: FileSystemId }: Change): Promise<Properties | undefined> {
  const { FileSystems = [] } = await call<{ FileSystems?: Properties[] }>('efs', 'DescribeFileSystems', {
    FileSystemId,
  })
  return FileSystems[0]
}

async function putPolicies({ call, properties, physicalId: FileSystemId }: Change): Promise<void> {
  const { FileSystemPolicy, LifecyclePolicies, BackupPolicy, FileSystemProtection } = properties
  if (FileSystemPolicy !== undefined) {
    await call('efs', 'PutFileSystemPolicy', { FileSystemId, Policy: json(FileSystemPolicy) })
  }
  if (LifecyclePolicies !== undefined) {
    await call('efs', 'PutLifecycleConfiguration', { FileSystemId, LifecyclePolicies })
  }
  if (BackupPolicy !== undefined) await call('efs', 'PutBackupPolicy', { FileSystemId, BackupPolicy })
  if (FileSystemProtection !== undefined) {
    await call('efs', 'UpdateFileSystemProtection', { FileSystemId, ...(FileSystemProtection as object) })
  }
}

/** Its own tags, which have a name of their own, and the stack's. */
function fileSystemTags({ properties, tags }: Pick<Work, 'properties' | 'tags'>): Tag[] {
  const own = list<Tag>(properties, 'FileSystemTags')
  return [...own, ...tags.filter(({ Key }) => !own.some(tag => tag.Key === Key))]
}
