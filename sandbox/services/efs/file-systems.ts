import { chmodSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import type { FileSystemDescription, LifeCycleState } from '@aws-sdk/client-efs'
import type { OperationContext, Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { zonesOf } from '../ec2/zones.ts'
import { accessPointNotFound, fileSystemNotFound, mountTargetNotFound } from './errors.ts'
import {
  type AccessPointDocument,
  efs,
  efsArn,
  type FileSystemDocument,
  type MountTargetDocument,
} from './store.ts'

/** How long AWS takes, in the account's own time. */
export const CREATING_MS = { fileSystem: 5_000, mountTarget: 60_000, accessPoint: 3_000 }
export const DELETING_MS = { mountTarget: 20_000 }
/** What an empty file system is metered with. */
const EMPTY_BYTES = 6144
const MOST_COUNTED = 10_000

/** The folder of an account's file systems. */
export function efsFolder({ config }: Sandbox, accountId: string): string {
  return path.join(config.dataDir, 'efs', accountId)
}

/** The real directory of a file system. */
export function directoryOf(sandbox: Sandbox, { accountId }: Scope, fileSystemId: string): string {
  return path.join(efsFolder(sandbox, accountId), fileSystemId)
}

/** Makes the directory of a new file system: on AWS it is root's, and others may look. */
export function makeDirectory(sandbox: Sandbox, scope: Scope, fileSystemId: string): void {
  const directory = directoryOf(sandbox, scope, fileSystemId)
  mkdirSync(path.dirname(directory), { recursive: true, mode: 0o700 })
  mkdirSync(directory, { recursive: true })
  chmodSync(directory, 0o755)
}

/** Removes a folder with all in it; what containers wrote as another user may resist, and is said in the log. */
export function removeFolder({ log }: Sandbox, folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true })
  } catch (error) {
    log.warn({ err: error, folder }, 'files of a deleted file system could not be removed')
  }
}

/** Throws FileSystemNotFound. An ARN serves as well as an id. */
export function findFileSystem(scope: Scope, requested = ''): FileSystemDocument {
  const found = efs(scope).fileSystems.get(idOf(requested))
  if (!found) throw fileSystemNotFound(requested)
  return found
}

/** Throws MountTargetNotFound. */
export function findMountTarget({ sandbox, scope }: OperationContext, id = ''): MountTargetDocument {
  const found = mountTargetsOf(sandbox, scope).find(target => target.id === id)
  if (!found) throw mountTargetNotFound(id)
  return found
}

/** Throws AccessPointNotFound. An ARN serves as well as an id. */
export function findAccessPoint(scope: Scope, requested = ''): AccessPointDocument {
  const found = efs(scope).accessPoints.get(idOf(requested))
  if (!found) throw accessPointNotFound(requested)
  return found
}

/** The mount targets that are there, of one file system or of all; those whose deletion has ended are forgotten. */
export function mountTargetsOf(
  { clock }: Sandbox,
  scope: Scope,
  fileSystemId?: string,
): MountTargetDocument[] {
  const { mountTargets } = efs(scope)
  const now = clock.time(scope.accountId)
  for (const { id, goneAt = Infinity } of mountTargets.values()) if (goneAt <= now) mountTargets.delete(id)
  return mountTargets
    .values()
    .filter(target => fileSystemId === undefined || target.fileSystemId === fileSystemId)
}

export function lifeCycleState(
  { clock }: Sandbox,
  { accountId }: Scope,
  { availableAt, goneAt }: { availableAt: number; goneAt?: number },
): LifeCycleState {
  if (goneAt !== undefined) return 'deleting'
  return clock.time(accountId) >= availableAt ? 'available' : 'creating'
}

/** As DescribeFileSystems shows it. */
export function shownFileSystem(
  sandbox: Sandbox,
  scope: Scope,
  fileSystem: FileSystemDocument,
): FileSystemDescription {
  const { id, zone, kmsKeyId, provisionedThroughput, tags } = fileSystem
  const Name = tags.find(({ Key }) => Key === 'Name')?.Value
  const size = sizeOf(directoryOf(sandbox, scope, id))
  return {
    OwnerId: scope.accountId,
    CreationToken: fileSystem.creationToken,
    FileSystemId: id,
    FileSystemArn: efsArn(scope, 'file-system', id),
    CreationTime: new Date(fileSystem.createdAt),
    LifeCycleState: lifeCycleState(sandbox, scope, fileSystem),
    ...(Name !== undefined && { Name }),
    NumberOfMountTargets: mountTargetsOf(sandbox, scope, id).length,
    SizeInBytes: {
      Value: size,
      ValueInIA: 0,
      ValueInStandard: size,
      ValueInArchive: 0,
    },
    PerformanceMode: fileSystem.performanceMode,
    Encrypted: fileSystem.encrypted,
    ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId }),
    ThroughputMode: fileSystem.throughputMode,
    ...(provisionedThroughput !== undefined && { ProvisionedThroughputInMibps: provisionedThroughput }),
    ...(zone !== undefined && {
      AvailabilityZoneName: zone,
      AvailabilityZoneId: zonesOf(scope.region).find(({ name }) => name === zone)?.id,
    }),
    Tags: tags,
    FileSystemProtection: {
      ReplicationOverwriteProtection: fileSystem.replicationOverwriteProtection,
    },
  }
}

/** Bytes of the files, of which it counts ten thousand at most: AWS too knows the size only roughly. */
function sizeOf(directory: string): number {
  let bytes = EMPTY_BYTES
  let left = MOST_COUNTED
  const folders = [directory]
  for (let folder = folders.pop(); folder !== undefined && left > 0; folder = folders.pop()) {
    for (const entry of entriesOf(folder)) {
      if (left-- <= 0) break
      const file = path.join(folder, entry.name)
      if (entry.isDirectory()) folders.push(file)
      else if (entry.isFile()) bytes += statSync(file, { throwIfNoEntry: false })?.size ?? 0
    }
  }
  return bytes
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

function idOf(requested: string): string {
  return requested.startsWith('arn:') ? requested.slice(requested.lastIndexOf('/') + 1) : requested
}
