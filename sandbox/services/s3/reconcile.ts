import { adoptObjectFile, removeOtherFiles } from '../../dataplane/objects/object-files.ts'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { keyIndex } from './key-index.ts'
import { type KeyDocument, partKey, s3 } from './store.ts'

/** After a start or a restored snapshot: no file without its document, no object without its bytes. */
export function reconcile(sandbox: Sandbox, accountId: string): void {
  const held = new Set<string>()
  const isThere = (file: string) => {
    const there = adoptObjectFile(sandbox, accountId, file)
    if (there) held.add(file)
    return there
  }
  for (const scope of sandbox.store.scopes().filter(one => one.accountId === accountId)) {
    for (const { name } of s3(scope).buckets.values()) {
      for (const document of s3(scope).keys(name).values()) dropLost(sandbox, scope, name, document, isThere)
    }
    const { uploads, parts } = s3(scope)
    for (const { id, highestPart } of uploads.values()) {
      for (let number = 1; number <= highestPart; number++) {
        const part = parts.get(partKey(id, number))
        if (part && !isThere(part.file)) parts.delete(partKey(id, number))
      }
    }
  }
  sandbox.store.flush()
  removeOtherFiles(sandbox, accountId, held)
}

function dropLost(
  sandbox: Sandbox,
  scope: Scope,
  bucket: string,
  { key, versions }: KeyDocument,
  isThere: (file: string) => boolean,
): void {
  const whole = versions.filter(({ object }) => !object || object.segments.every(({ file }) => isThere(file)))
  if (whole.length === versions.length) return
  const index = keyIndex(sandbox.store, scope, bucket)
  if (whole.length > 0) index.put({ key, versions: whole })
  else index.delete(key)
  sandbox.log.warn(
    { accountId: scope.accountId, bucket, key },
    'an object was dropped, as its bytes are not on this machine: upload it again',
  )
}
