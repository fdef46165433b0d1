import { randomBytes } from 'node:crypto'
import { removeObjectFiles } from '../../dataplane/objects/object-files.ts'
import { AwsError, type OperationContext, type Sandbox } from '../../operation.ts'
import { demandAccess } from './access.ts'
import { sendObjectCreated, type CreatedObject } from './event-stream.ts'
import type { FoundBucket } from './buckets.ts'
import { invalidVersion, isDeleteMarker, noSuchKey, noSuchVersion } from './errors.ts'
import { keyIndex } from './key-index.ts'
import type { KeyDocument, StoredObject, VersionDocument } from './store.ts'

/** The version of an object in a bucket that keeps none. */
export const NULL_VERSION = 'null'

const LONGEST_KEY = 1024

/** An object's version that is there to be read. */
export interface FoundObject {
  document: KeyDocument
  version: VersionDocument
  object: StoredObject
}

/** Throws KeyTooLongError. */
export function checkKey(key: string): void {
  const size = Buffer.byteLength(key)
  if (size <= LONGEST_KEY) return
  throw new AwsError('KeyTooLongError', 'Your key is too long', 400, {
    members: { Size: String(size), MaxSizeAllowed: String(LONGEST_KEY) },
  })
}

/** The newest version of a key; undefined when it is none or a delete marker. */
export function currentObject(
  { sandbox }: Pick<OperationContext, 'sandbox'>,
  found: FoundBucket,
  key: string,
): FoundObject | undefined {
  const document = indexOf(sandbox, found).get(key)
  const version = document?.versions[0]
  return document && version?.object ? { document, version, object: version.object } : undefined
}

/** The version that a request reads. Throws NoSuchKey, NoSuchVersion or MethodNotAllowed; who may not list learns nothing. */
export function requestedObject(
  context: OperationContext,
  found: FoundBucket,
  { Key: key = '', VersionId: versionId }: { Key?: string | undefined; VersionId?: string | undefined },
): FoundObject {
  const document = indexOf(context.sandbox, found).get(key)
  if (versionId === undefined) {
    const version = document?.versions[0]
    if (document && version?.object) return { document, version, object: version.object }
    demandAccess(context.sandbox, context.principal, found, { action: 's3:ListBucket' })
    const marker = version && { 'x-amz-delete-marker': 'true', 'x-amz-version-id': version.versionId }
    throw noSuchKey(key, marker)
  }
  const version = document?.versions.find(one => one.versionId === versionId)
  if (!document || !version) {
    demandAccess(context.sandbox, context.principal, found, { action: 's3:ListBucket' })
    throw isVersionId(versionId) ? noSuchVersion(key, versionId) : invalidVersion(versionId)
  }
  if (!version.object) throw isDeleteMarker(version.versionId, version.lastModified)
  return { document, version, object: version.object }
}

/** Makes an object the newest version of its key, and answers its version id where the bucket keeps versions. */
export function putObjectVersion(
  context: OperationContext,
  found: FoundBucket,
  key: string,
  object: StoredObject,
  reason: CreatedObject['reason'] = 'PutObject',
): { versionId?: string; lastModified: number } {
  const { sandbox } = context
  const lastModified = sandbox.clock.now()
  const version = addVersion(sandbox, found, key, { lastModified, object })
  const versionId = found.bucket.versioning && version
  const { size, eTag } = object
  sendObjectCreated(context, found, { key, size, eTag, versionId, reason })
  return { lastModified, ...(versionId !== undefined && { versionId }) }
}

/** Puts a delete marker before the versions of a key, or, where no versions are kept, removes the object. */
export function deleteKey(
  { sandbox }: OperationContext,
  found: FoundBucket,
  key: string,
): { deleteMarkerVersionId?: string } {
  if (!found.bucket.versioning) {
    removeVersion(sandbox, found, key, NULL_VERSION)
    return {}
  }
  const deleteMarkerVersionId = addVersion(sandbox, found, key, { lastModified: sandbox.clock.now() })
  return { deleteMarkerVersionId }
}

/** Removes a version for good; answers it, or undefined when there is none. */
export function removeVersion(
  sandbox: Sandbox,
  found: FoundBucket,
  key: string,
  versionId: string,
): VersionDocument | undefined {
  const index = indexOf(sandbox, found)
  const document = index.get(key)
  const removed = document?.versions.find(version => version.versionId === versionId)
  if (!document || !removed) return undefined
  const versions = document.versions.filter(version => version !== removed)
  if (versions.length > 0) index.put({ key, versions })
  else index.delete(key)
  freeSegments(sandbox, found, removed.object)
  return removed
}

/** Replaces what is said of a version, its bytes staying what they are. */
export function changeObject(
  sandbox: Sandbox,
  found: FoundBucket,
  { document, version, object }: FoundObject,
  change: Partial<StoredObject>,
): void {
  const changed = { ...version, object: { ...object, ...change } }
  const versions = document.versions.map(one => (one === version ? changed : one))
  indexOf(sandbox, found).put({ key: document.key, versions })
}

/** Files that no document names any more, by account. */
const unnamed = new WeakMap<Sandbox, Map<string, string[]>>()

/** Frees files after this turn, once no document on disk names them. What a crash leaves over, the next start clears up. */
export function freeFiles(sandbox: Sandbox, accountId: string, files: string[]): void {
  if (files.length === 0) return
  let waiting = unnamed.get(sandbox)
  if (!waiting) unnamed.set(sandbox, (waiting = new Map<string, string[]>()))
  if (waiting.size === 0) setImmediate(() => removeUnnamed(sandbox))
  waiting.set(accountId, [...(waiting.get(accountId) ?? []), ...files])
}

function removeUnnamed(sandbox: Sandbox): void {
  const waiting = unnamed.get(sandbox)
  if (!waiting) return
  unnamed.delete(sandbox)
  try {
    sandbox.store.flush()
    for (const [accountId, files] of waiting) removeObjectFiles(sandbox, accountId, files)
  } catch (error) {
    sandbox.log.warn(
      { err: error },
      'deleted objects could not be removed from the disk; the next start will',
    )
  }
}

export function indexOf(sandbox: Sandbox, { scope, bucket }: FoundBucket) {
  return keyIndex(sandbox.store, scope, bucket.name)
}

function addVersion(
  sandbox: Sandbox,
  found: FoundBucket,
  key: string,
  version: Omit<VersionDocument, 'versionId'>,
): string {
  const index = indexOf(sandbox, found)
  const versionId = found.bucket.versioning === 'Enabled' ? newVersionId() : NULL_VERSION
  const before = index.get(key)?.versions ?? []
  const replaced = before.find(one => one.versionId === versionId)
  const versions = [{ versionId, ...version }, ...before.filter(one => one !== replaced)]
  index.put({ key, versions })
  freeSegments(sandbox, found, replaced?.object)
  return versionId
}

function freeSegments(sandbox: Sandbox, { scope }: FoundBucket, object: StoredObject | undefined): void {
  const files = object?.segments.map(({ file }) => file) ?? []
  freeFiles(sandbox, scope.accountId, files)
}

function newVersionId(): string {
  return randomBytes(24).toString('base64url').replaceAll('-', '.')
}

function isVersionId(text: string): boolean {
  return text === NULL_VERSION || /^[\w.]{32}$/.test(text)
}
