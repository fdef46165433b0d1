import type { Scope } from '../../store/store.ts'
import { efs, efsArn } from './store.ts'

/** What GetResources finds of EFS. */
export function taggedResources(scope: Scope): { arn: string; tags: { Key: string; Value: string }[] }[] {
  const { fileSystems, accessPoints } = efs(scope)
  const shown =
    (kind: 'file-system' | 'access-point') =>
    (one: { id: string; tags: { Key: string | undefined; Value: string | undefined }[] }) => ({
      arn: efsArn(scope, kind, one.id),
      tags: one.tags.map(({ Key = '', Value = '' }) => ({ Key, Value })),
    })
  return [
    ...fileSystems.values().map(shown('file-system')),
    ...accessPoints.values().map(shown('access-point')),
  ].filter(({ tags }) => tags.length > 0)
}
