import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { ContainerDefinition, EFSVolumeConfiguration, Volume } from '@aws-sdk/client-ecs'
import type { Sandbox } from '../../operation.ts'
import type { Mount } from '../../runtime/runtime.ts'
import type { Scope } from '../../store/store.ts'
import { mountOf } from '../efs/mount.ts'
import { nameOf } from './lookup.ts'
import { taskDefinitionOf } from './store.ts'
import type { TaskDocument } from './store.ts'

const VOLUMES = 'volumes'
const INSTANCES = 'instances'

/** Makes a task's scratch volumes, and finds its file systems. Throws an error whose message is the task's stoppedReason. */
export function makeVolumes(sandbox: Sandbox, scope: Scope, task: TaskDocument): void {
  for (const volume of taskDefinitionOf(scope, task.taskDefinitionArn).volumes ?? []) {
    placeOf(sandbox, scope, task, volume)
  }
}

/** A mount, and the user as whom an access point has everything done there. */
export interface VolumeMount extends Mount {
  user?: string
}

/** What a container mounts: its own mount points and those of the containers it takes volumes from. */
export function mountsOf(
  sandbox: Sandbox,
  scope: Scope,
  task: TaskDocument,
  definition: ContainerDefinition,
): VolumeMount[] {
  const { volumes = [], containerDefinitions } = taskDefinitionOf(scope, task.taskDefinitionArn)
  const own = (definition.mountPoints ?? []).flatMap(({ sourceVolume, containerPath, readOnly }) => {
    const volume = volumes.find(({ name }) => name === sourceVolume)
    if (!volume || !containerPath) return []
    const { directory: source, user } = placeOf(sandbox, scope, task, volume)
    return [
      {
        source,
        ...(user && { user }),
        containerPath: path.posix.normalize(containerPath),
        readOnly: readOnly ?? false,
      },
    ]
  })
  const taken = (definition.volumesFrom ?? []).flatMap(({ sourceContainer, readOnly }) => {
    const other = containerDefinitions.find(({ name }) => name === sourceContainer)
    if (!other) return []
    return mountsOf(sandbox, scope, task, other).map(mount => ({
      ...mount,
      readOnly: mount.readOnly || (readOnly ?? false),
    }))
  })
  const paths = new Set(own.map(({ containerPath }) => containerPath))
  return [...own, ...taken.filter(({ containerPath }) => !paths.has(containerPath))]
}

/** Removes what a task had of its own. */
export function removeVolumes(sandbox: Sandbox, scope: Scope, task: Pick<TaskDocument, 'id'>): void {
  rmSync(scratchFolder(sandbox, scope, task), { recursive: true, force: true })
}

/** Removes the scratch volumes of all tasks, of one account or of all. */
export function removeVolumesOf(sandbox: Sandbox, accountId = ''): void {
  for (const folder of [VOLUMES, INSTANCES]) {
    rmSync(path.join(sandbox.config.dataDir, folder, accountId), { recursive: true, force: true })
  }
}

/** Where a volume really is, and as whom an access point lets work there. */
interface Place {
  directory: string
  user?: string
}

function placeOf(sandbox: Sandbox, scope: Scope, task: TaskDocument, volume: Volume): Place {
  if (volume.efsVolumeConfiguration) return fileSystemOf(sandbox, scope, task, volume.efsVolumeConfiguration)
  const instance = nameOf(task.containerInstanceArn ?? 'none')
  const host = path.join(sandbox.config.dataDir, INSTANCES, scope.accountId, instance)
  const { name = '', host: bind, dockerVolumeConfiguration: docker } = volume
  // A folder of the instance is no folder of this machine: each instance has a place of its own.
  const directory = bind?.sourcePath
    ? path.join(host, path.posix.normalize(`/${bind.sourcePath}`))
    : docker?.scope === 'shared'
      ? path.join(host, 'var/lib/docker/volumes', name)
      : path.join(scratchFolder(sandbox, scope, task), name)
  mkdirSync(directory, { recursive: true })
  // As on Fargate: whatever user a container runs as may write there.
  chmodSync(directory, 0o777)
  return { directory }
}

function fileSystemOf(
  sandbox: Sandbox,
  scope: Scope,
  task: TaskDocument,
  { fileSystemId = '', rootDirectory, authorizationConfig }: EFSVolumeConfiguration,
): Place {
  const own = task.interface
  const peer = { ips: own ? [own.privateIpAddress] : [], groupIds: own?.securityGroupIds ?? [] }
  try {
    const { directory, uid, gid } = mountOf(sandbox, scope, {
      fileSystemId: nameOf(fileSystemId),
      ...(rootDirectory && { rootDirectory }),
      ...(authorizationConfig?.accessPointId && { accessPointId: authorizationConfig.accessPointId }),
      subnetId: own?.subnetId ?? '',
      ...(own && { peer }),
    })
    return { directory, ...(uid !== undefined && { user: `${uid}:${gid ?? uid}` }) }
  } catch (error) {
    throw new Error(`ResourceInitializationError: ${(error as Error).message}`, { cause: error })
  }
}

function scratchFolder(
  { config }: Sandbox,
  { accountId }: Pick<Scope, 'accountId'>,
  { id }: Pick<TaskDocument, 'id'>,
): string {
  return path.join(config.dataDir, VOLUMES, accountId, id)
}
