import { chmodSync, chownSync, existsSync, mkdirSync, realpathSync } from 'node:fs'
import path from 'node:path'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { allowsIngress, type Peer } from '../ec2/reachability.ts'
import { collections } from '../ec2/store.ts'
import { directoryOf, lifeCycleState, mountTargetsOf } from './file-systems.ts'
import { type AccessPointDocument, efs, type MountTargetDocument } from './store.ts'

const NFS_PORT = 2049

/** What a task mounts: the whole file system, a folder of it, or what an access point shows. */
export interface MountRequest {
  fileSystemId: string
  rootDirectory?: string
  accessPointId?: string
  /** Where the task's interface is: the mount target of the same availability zone serves it. */
  subnetId: string
  /** The task's end of the connection; the mount target's security groups are asked when it is given. */
  peer?: Peer
}

export interface MountedFolder {
  /** On this machine. */
  directory: string
  /** Of an access point's POSIX user, as whom everything is done. */
  uid?: number
  gid?: number
  mountTargetSecurityGroupIds: string[]
  ipAddress: string
}

/** A mount failed; the message is what ECS shows after `ResourceInitializationError: `. */
export class MountError extends Error {
  constructor(stderr: string, code: number) {
    super(
      `failed to invoke EFS utils commands to set up EFS volumes: stderr: ${stderr} : unsuccessful EFS utils command execution; code: ${code}`,
    )
  }
}

/** The real directory that a task mounts, by the rules of mount targets, their security groups and access points. Throws MountError. */
export function mountOf(sandbox: Sandbox, scope: Scope, request: MountRequest): MountedFolder {
  const { fileSystemId, accessPointId, subnetId, peer } = request
  const target = targetFor(sandbox, scope, fileSystemId, subnetId)
  if (peer && !allowsIngress(scope, target.securityGroupIds, peer, NFS_PORT)) throw timedOut()
  const accessPoint = accessPointId === undefined ? undefined : accessPointOf(scope, request)
  const root = realpathSync(directoryOf(sandbox, scope, fileSystemId))
  const wanted = accessPoint?.rootDirectory.Path ?? '/'
  const directory = path.resolve(root, inside(wanted))
  if (accessPoint) createRoot(root, directory, accessPoint)
  const below = path.resolve(directory, inside(request.rootDirectory ?? '/'))
  if (!isWithin(root, below)) throw accessPoint ? denied() : noSuchFolder(request.rootDirectory ?? '/')
  const { Uid: uid, Gid: gid } = accessPoint?.posixUser ?? {}
  return {
    directory: below,
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
    mountTargetSecurityGroupIds: target.securityGroupIds,
    ipAddress: target.ipAddress,
  }
}

/** The name of a file system stands for its mount target in the task's own zone and VPC, and for nothing where there is none. */
function targetFor(
  sandbox: Sandbox,
  scope: Scope,
  fileSystemId: string,
  subnetId: string,
): MountTargetDocument {
  const subnet = collections(scope).subnets.get(subnetId)
  const found = mountTargetsOf(sandbox, scope, fileSystemId).find(
    target =>
      target.zone === subnet?.AvailabilityZone &&
      target.vpcId === subnet.VpcId &&
      lifeCycleState(sandbox, scope, target) === 'available',
  )
  if (found && efs(scope).fileSystems.has(fileSystemId)) return found
  throw new MountError(
    `Failed to resolve "${fileSystemId}.efs.${scope.region}.amazonaws.com" - check that your file system ID is correct, and ensure that the VPC has an EFS mount target for this file system ID. See https://docs.aws.amazon.com/console/efs/mount-dns-name for more detail.`,
    1,
  )
}

function accessPointOf(
  scope: Scope,
  { accessPointId = '', fileSystemId }: MountRequest,
): AccessPointDocument {
  const found = efs(scope).accessPoints.get(accessPointId)
  if (found?.fileSystemId !== fileSystemId) throw denied()
  return found
}

/** An access point makes its root directory at the first mount, when it says whose it is to be. */
function createRoot(root: string, directory: string, { rootDirectory }: AccessPointDocument): void {
  if (existsSync(directory)) return
  const info = rootDirectory.CreationInfo
  if (!info) throw denied()
  const missing: string[] = []
  for (let folder = directory; !existsSync(folder); folder = path.dirname(folder)) missing.unshift(folder)
  if (!isWithin(root, path.dirname(missing[0] ?? directory))) throw denied()
  for (const folder of missing) {
    mkdirSync(folder)
    chmodSync(folder, 0o755)
  }
  const { Permissions = '0755', OwnerUid = 0, OwnerGid = 0 } = info
  const mode = Number.parseInt(Permissions, 8)
  try {
    chmodSync(directory, mode)
    chownSync(directory, OwnerUid, OwnerGid)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error
    // Only root gives folders away. Nobody else of this machine can enter the folders above.
    chmodSync(directory, 0o777)
  }
}

/** Whether it is there and really below the root: links that a task has made lead nowhere else. */
function isWithin(root: string, directory: string): boolean {
  try {
    const real = realpathSync(directory)
    return real === root || real.startsWith(`${root}${path.sep}`)
  } catch {
    return false
  }
}

/** A path of a request as one below a folder, without what would lead upwards. */
function inside(wanted: string): string {
  return `.${path.posix.normalize(`/${wanted}`)}`
}

function denied(): MountError {
  return new MountError("b'mount.nfs4: access denied by server while mounting 127.0.0.1:/'", 32)
}

function noSuchFolder(wanted: string): MountError {
  return new MountError(
    `b'mount.nfs4: mounting 127.0.0.1:${wanted} failed, reason given by server: No such file or directory'`,
    32,
  )
}

function timedOut(): MountError {
  return new MountError(
    "Mount attempt 1/3 failed due to timeout after 15 sec, wait 0 sec before next attempt. Mount attempt 2/3 failed due to timeout after 15 sec, wait 0 sec before next attempt. b'mount.nfs4: Connection timed out'",
    32,
  )
}
