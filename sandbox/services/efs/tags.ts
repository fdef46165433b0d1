import type { Tag } from '@aws-sdk/client-efs'
import type { Scope } from '../../store/store.ts'
import { badRequest, fileSystemNotFound } from './errors.ts'
import { findAccessPoint, findFileSystem } from './file-systems.ts'
import { efs } from './store.ts'

const MOST = 50

/** `held` with `added` in it. Throws BadRequest. */
export function withTags(held: Tag[], added: Tag[] = []): Tag[] {
  const tags = new Map(held.map(({ Key, Value }) => [Key, Value]))
  for (const { Key = '', Value = '' } of added) {
    if (Key.length === 0 || Key.length > 128 || Value.length > 256 || /^aws:/i.test(Key)) {
      throw badRequest(
        `Tag keys have 1 to 128 characters and do not begin with aws:, values up to 256; got the key ${JSON.stringify(Key)}.`,
      )
    }
    tags.set(Key, Value)
  }
  if (tags.size > MOST) throw badRequest(`A resource can have at most ${MOST} tags.`)
  return [...tags].map(([Key, Value]) => ({ Key, Value }))
}

/** The tags of what an id or ARN names, and how to put others in their place. Throws the kind's NotFound. */
export function tagged(scope: Scope, resourceId = ''): { tags: Tag[]; put(tags: Tag[]): void } {
  const { fileSystems, accessPoints } = efs(scope)
  if (/(^|\/)fsap-/.test(resourceId)) {
    const found = findAccessPoint(scope, resourceId)
    return { tags: found.tags, put: tags => accessPoints.put(found.id, { ...found, tags }) }
  }
  if (!/(^|\/)fs-/.test(resourceId)) throw fileSystemNotFound(resourceId)
  const found = findFileSystem(scope, resourceId)
  return { tags: found.tags, put: tags => fileSystems.put(found.id, { ...found, tags }) }
}
