import { createHash, type Hash, randomUUID } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { keepBlob, syncUpload, uploadFile } from '../../dataplane/registry/blob-store.ts'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { repositoryNotFound, uploadNotFound } from './errors.ts'
import { putLayer } from './layers.ts'
import { ecr, type UploadDocument } from './store.ts'

/** The digest so far of uploads that this process has seen from their first byte on. */
const running = new WeakMap<Sandbox, Map<string, { hash: Hash; bytes: number }>>()
/** Uploads that somebody is writing to or finishing. */
const claimed = new WeakMap<Sandbox, Set<string>>()

/** Begins to take a blob. */
export async function startUpload(
  sandbox: Sandbox,
  scope: Scope,
  repositoryName: string,
): Promise<UploadDocument> {
  const upload = { id: randomUUID(), repositoryName, startedAt: sandbox.clock.now() }
  await (await open(uploadFile(sandbox, scope.accountId, upload.id), 'wx', 0o600)).close()
  ecr(scope).uploads.put(upload.id, upload)
  return upload
}

/** Throws UploadNotFoundException. */
export function findUpload(
  sandbox: Sandbox,
  scope: Scope,
  repositoryName: string,
  id: string,
): UploadDocument {
  const upload = ecr(scope).uploads.get(id)
  if (upload?.repositoryName !== repositoryName || uploadedBytes(sandbox, scope, upload) === undefined) {
    throw uploadNotFound(id, repositoryName, scope.accountId)
  }
  return upload
}

/** Bytes received so far; undefined when the file is gone. */
export function uploadedBytes(sandbox: Sandbox, scope: Scope, { id }: UploadDocument): number | undefined {
  return statSync(uploadFile(sandbox, scope.accountId, id), { throwIfNoEntry: false })?.size
}

/**
 * Keeps everyone else from an upload until the function that it answers is called; undefined when somebody else has it. Without
 * it, bytes could come between the digest and the blob.
 */
export function claimUpload(sandbox: Sandbox, { id }: UploadDocument): (() => void) | undefined {
  const ids = mapOf(claimed, sandbox, () => new Set<string>())
  if (ids.has(id)) return undefined
  ids.add(id)
  return () => void ids.delete(id)
}

/** Appends what comes to a claimed upload. What came before an error stays: the client may ask how much that is, and go on. */
export async function appendUpload(
  sandbox: Sandbox,
  scope: Scope,
  upload: UploadDocument,
  source: AsyncIterable<Buffer>,
): Promise<void> {
  const hashes = mapOf(running, sandbox, () => new Map<string, { hash: Hash; bytes: number }>())
  const before = uploadedBytes(sandbox, scope, upload) ?? 0
  const progress = hashes.get(upload.id) ?? { hash: createHash('sha256'), bytes: 0 }
  const follows = progress.bytes === before
  try {
    const file = await open(uploadFile(sandbox, scope.accountId, upload.id), 'a')
    try {
      for await (const chunk of source) {
        await file.appendFile(chunk)
        if (follows) progress.hash.update(chunk)
        progress.bytes += chunk.length
      }
    } finally {
      await file.close()
    }
    if (follows) hashes.set(upload.id, progress)
  } catch (error) {
    // What was hashed and what was written may differ now.
    hashes.delete(upload.id)
    throw error
  }
}

/** The digest of what was received of a claimed upload, on disk for good. */
export async function uploadDigest(sandbox: Sandbox, scope: Scope, upload: UploadDocument): Promise<string> {
  const file = uploadFile(sandbox, scope.accountId, upload.id)
  const progress = running.get(sandbox)?.get(upload.id)
  await syncUpload(file)
  let { hash } = progress ?? {}
  if (!hash || progress?.bytes !== uploadedBytes(sandbox, scope, upload)) {
    hash = createHash('sha256')
    await pipeline(createReadStream(file), hash, { end: false })
  }
  return `sha256:${hash.copy().digest('hex')}`
}

/** Makes a blob of the repository out of an upload whose digest is known. */
export function finishUpload(sandbox: Sandbox, scope: Scope, upload: UploadDocument, digest: string): void {
  const { repositories, uploads } = ecr(scope)
  const { repositoryName } = upload
  // Either may have been removed while the bytes came.
  if (!repositories.has(repositoryName)) throw repositoryNotFound(repositoryName, scope.accountId)
  const { id } = findUpload(sandbox, scope, repositoryName, upload.id)
  const size = uploadedBytes(sandbox, scope, upload) ?? 0
  keepBlob(sandbox, scope.accountId, uploadFile(sandbox, scope.accountId, id), digest)
  putLayer(sandbox, scope, { repositoryName, digest, size })
  uploads.delete(id)
  running.get(sandbox)?.delete(id)
  sandbox.store.flush()
}

export async function cancelUpload(sandbox: Sandbox, scope: Scope, { id }: UploadDocument): Promise<void> {
  ecr(scope).uploads.delete(id)
  running.get(sandbox)?.delete(id)
  await rm(uploadFile(sandbox, scope.accountId, id), { force: true })
}

function mapOf<T>(held: WeakMap<Sandbox, T>, sandbox: Sandbox, make: () => T): T {
  let value = held.get(sandbox)
  if (value === undefined) held.set(sandbox, (value = make()))
  return value
}
