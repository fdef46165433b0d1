import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { ContainerDefinition, Volume } from '@aws-sdk/client-ecs'
import type { Sandbox } from '../../operation.ts'
import type { Mount } from '../../runtime/runtime.ts'
import type { Scope } from '../../store/store.ts'
import { taskDefinitionOf } from './store.ts'
import type { TaskDocument } from './store.ts'

/** Makes a task's scratch volumes, and finds its file systems. Throws an error whose message is the task's stoppedReason. */
export function makeVolumes(sandbox: Sandbox, scope: Scope, task: TaskDocument): void {
  for (const volume of taskDefinitionOf(scope, task.taskDefinitionArn).volumes ?? []) {
    directoryOf(sandbox, scope, task, volume)
  }
}

/** What a container mounts: its own mount points and those of the containers it takes volumes from. */
export function mountsOf(
  sandbox: Sandbox,
  scope: Scope,
  task: TaskDocument,
  definition: ContainerDefinition,
): Mount[] {
  const { volumes = [], containerDefinitions } = taskDefinitionOf(scope, task.taskDefinitionArn)
  const own = (definition.mountPoints ?? []).flatMap(({ sourceVolume, containerPath, readOnly }) => {
    const volume = volumes.find(({ name }) => name === sourceVolume)
    if (!volume || !containerPath) return []
    const source = directoryOf(sandbox, scope, task, volume)
    return [{ source, containerPath: path.posix.normalize(containerPath), readOnly: readOnly ?? false }]
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
  rmSync(path.join(sandbox.config.dataDir, 'volumes', accountId), { recursive: true, force: true })
}

function directoryOf(sandbox: Sandbox, scope: Scope, task: TaskDocument, volume: Volume): string {
  const folder = path.join(scratchFolder(sandbox, scope, task), volume.name ?? '')
  mkdirSync(folder, { recursive: true })
  // As on Fargate: whatever user a container runs as may write there.
  chmodSync(folder, 0o777)
  return folder
}

function scratchFolder(
  { config }: Sandbox,
  { accountId }: Pick<Scope, 'accountId'>,
  { id }: Pick<TaskDocument, 'id'>,
): string {
  return path.join(config.dataDir, 'volumes', accountId, id)
}
