import { DeleteFileSystemCommand, DescribeFileSystemsCommand } from '@aws-sdk/client-efs'
import type { LabAccount } from '../define.ts'
import { itemOf, type ResourceKind } from './resource-kind.ts'
import { standingOneByOne } from './standing-one-by-one.ts'

/** File systems of EFS with their files, after their mount targets and access points. */
export const fileSystem: ResourceKind = {
  type: 'elasticfilesystem:file-system',
  order: 50,

  standing: (account, labId, ids) =>
    standingOneByOne(ids, async id => {
      const FileSystemId = idOf(id)
      const label = `file system ${FileSystemId}, with its files`
      return itemOf(fileSystem, labId, await fileSystemTags(account, FileSystemId), { id, label })
    }),

  async remove({ aws }, { id }) {
    await aws.efs.send(new DeleteFileSystemCommand({ FileSystemId: idOf(id) }))
  },
}

/** The tags of a file system. Throws AWS's FileSystemNotFound. */
export async function fileSystemTags({ aws }: LabAccount, FileSystemId: string) {
  const { FileSystems } = await aws.efs.send(new DescribeFileSystemsCommand({ FileSystemId }))
  return FileSystems?.[0]?.Tags
}

/** `arn:…:file-system/fs-1` → `fs-1`. */
export function idOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}
