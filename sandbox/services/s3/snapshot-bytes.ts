import { readObjectFile, writeObjectFile } from '../../dataplane/objects/object-files.ts'
import type { Sandbox } from '../../operation.ts'
import type { StoredDocument } from '../../store/store.ts'
import { s3 } from './store.ts'

/** A snapshot has to fit in one request. Larger objects are found again while another account of this machine has them. */
const MOST_BYTES = 12 * 1024 * 1024

const KIND = 's3:bytes'

/** The bytes of an account's objects for a snapshot, small ones first, as many as fit. */
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
    .sort((a, b) => a.size - b.size)
  const documents: StoredDocument[] = []
  let room = MOST_BYTES
  for (const { file: id, size } of segments) {
    room -= size
    if (room < 0) break
    const bytes = readObjectFile(sandbox, accountId, id)
    if (bytes)
      documents.push({ region: 'global', kind: KIND, id, body: { base64: bytes.toString('base64') } })
  }
  return documents
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
