import {
  DeleteMountTargetCommand,
  DescribeMountTargetsCommand,
  paginateDescribeMountTargets,
} from '@aws-sdk/client-efs'
import type { LabAccount } from '../define.ts'
import { isNotFound } from '../explain-errors.ts'
import { fileSystem, fileSystemTags, idOf } from './file-system.ts'
import { itemOf, type ResourceKind } from './resource-kind.ts'
import { standingOneByOne } from './standing-one-by-one.ts'
import { waitUntil } from './wait.ts'

/** Mount targets of the lab's file systems. They have no tags: what counts are their file system's. */
export const mountTarget: ResourceKind = {
  type: 'elasticfilesystem:mount-target',
  order: 45,

  async search({ aws }, _labId, found) {
    const ids: string[] = []
    for (const { id } of found.filter(({ type }) => type === fileSystem.type)) {
      try {
        const pages = paginateDescribeMountTargets({ client: aws.efs }, { FileSystemId: idOf(id) })
        for await (const { MountTargets = [] } of pages) {
          ids.push(...MountTargets.flatMap(({ MountTargetId }) => MountTargetId ?? []))
        }
      } catch (error) {
        // The tagging API still lists what was just deleted.
        if (!isNotFound(error)) throw error
      }
    }
    return ids
  },

  standing: (account, labId, ids) =>
    standingOneByOne(ids, async id => {
      const found = await describe(account, id)
      if (!found) return []
      const { FileSystemId = '', AvailabilityZoneName } = found
      const label = `mount target of ${FileSystemId} in ${AvailabilityZoneName}`
      return itemOf(mountTarget, labId, await fileSystemTags(account, FileSystemId), { id, label })
    }),

  async remove(account, { id, label }, { signal, report }) {
    await account.aws.efs.send(new DeleteMountTargetCommand({ MountTargetId: id }))
    report(`Waiting for ${label} to go`)
    await waitUntil(async () => (await describe(account, id)) === undefined, {
      signal,
      message: `The ${label} is still there after 10 minutes. Reset again in a while.`,
    })
  },
}

async function describe({ aws }: LabAccount, MountTargetId: string) {
  try {
    const { MountTargets } = await aws.efs.send(new DescribeMountTargetsCommand({ MountTargetId }))
    return MountTargets?.[0]
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}
