import { readObjectFile, writeObjectFile } from '../../dataplane/objects/object-files.ts'
import type { Sandbox } from '../../operation.ts'
import { snapshotTooLarge } from '../../store/snapshot-too-large.ts'
import type { StoredDocument } from '../../store/stored-document.ts'
import { s3 } from './store.ts'

/** A snapshot has to fit in one request. */
const MOST_BYTES = 12 * 1024 * 1024

const KIND = 's3:bytes'

/** The bytes of an account's objects for a snapshot. Throws SnapshotTooLarge. */
export function bytesForSnapshot(sandbox: Sandbox, accountId: string): StoredDocument[] {
  const segments = sandbox.store
    .scopes()
    .filter(scope => scope.accountId === accountId)
    .flatMap(scope =>
      s3(scope)
        .buckets.values()
        .flatMap(({ name }) => s3(scope).keys(name).values()),
    )
    .flatMap(({ versions }) => versions.flatMap(({ object }) => object?.segments ?? []))
  const total = segments.reduce((sum, { size }) => sum + size, 0)
  if (total > MOST_BYTES) throw snapshotTooLarge('What the buckets of the account hold', MOST_BYTES)
  return segments.flatMap(({ file: id }) => {
    const bytes = readObjectFile(sandbox, accountId, id)
    return bytes ? [{ region: 'global', kind: KIND, id, body: { base64: bytes.toString('base64') } }] : []
  })
}

/** Puts the bytes that came with a snapshot where objects' bytes are. */
export function takeSnapshotBytes(sandbox: Sandbox, accountId: string): void {
  const carried = sandbox.store.scope(accountId, 'global').collection<{ base64: string }>(KIND)
  if (carried.size === 0) return
  for (const { id, body } of sandbox.store.exportAccount(accountId).filter(({ kind }) => kind === KIND)) {
    writeObjectFile(sandbox, accountId, id, Buffer.from((body as { base64: string }).base64, 'base64'))
    carried.delete(id)
  }
}
