import { randomBytes } from 'node:crypto'
import type { OperationContext, Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import type { ChecksumName } from '../../dataplane/objects/checksums.ts'
import type { FoundBucket } from './buckets.ts'
import { invalidArgument, invalidRequest, noSuchUpload } from './errors.ts'
import { freeFiles } from './objects.ts'
import { type PartDocument, partKey, s3, type UploadDocument } from './store.ts'

export const MOST_PARTS = 10_000

/** The upload of an id, to this key of this bucket. Throws NoSuchUpload. */
export function requestedUpload(
  { scope, bucket }: FoundBucket,
  { Key: key, UploadId: id = '' }: { Key?: string | undefined; UploadId?: string | undefined },
): UploadDocument {
  const upload = s3(scope).uploads.get(id)
  if (upload?.bucket !== bucket.name || upload.key !== key) throw noSuchUpload(id)
  return upload
}

/** An upload's parts, by number. */
export function partsOf(scope: Scope, { id, highestPart }: UploadDocument): PartDocument[] {
  const { parts } = s3(scope)
  return Array.from({ length: highestPart }, (_, index) => parts.get(partKey(id, index + 1))).filter(
    part => part !== undefined,
  )
}

/** Makes a part of bytes that have arrived, in the place of one with the same number. */
export function putPart(
  { sandbox }: OperationContext,
  { scope }: FoundBucket,
  upload: UploadDocument,
  part: Omit<PartDocument, 'lastModified'>,
): PartDocument {
  const { uploads, parts } = s3(scope)
  const key = partKey(upload.id, part.number)
  const replaced = parts.get(key)
  const made = { ...part, lastModified: sandbox.clock.now() }
  parts.put(key, made)
  if (part.number > upload.highestPart) uploads.put(upload.id, { ...upload, highestPart: part.number })
  if (replaced) freeFiles(sandbox, scope.accountId, [replaced.file])
  return made
}

/** Ends an upload and frees its parts, but for those whose files an object has taken over. */
export function removeUpload(
  sandbox: Sandbox,
  scope: Scope,
  upload: UploadDocument,
  taken: ReadonlySet<string> = new Set(),
): void {
  const { uploads, parts } = s3(scope)
  const held = partsOf(scope, upload)
  for (const { number } of held) parts.delete(partKey(upload.id, number))
  uploads.delete(upload.id)
  const files = held.map(({ file }) => file).filter(file => !taken.has(file))
  freeFiles(sandbox, scope.accountId, files)
}

/** Throws InvalidArgument. */
export function checkPartNumber(number: number | undefined): number {
  if (number !== undefined && Number.isInteger(number) && number >= 1 && number <= MOST_PARTS) return number
  throw invalidArgument(
    'Part number must be an integer between 1 and 10000, inclusive',
    'partNumber',
    String(number),
  )
}

/** How the checksum of a whole upload is made of its parts'. Throws InvalidRequest. */
export function checksumTypeOf(
  algorithm: ChecksumName | undefined,
  wanted: string | undefined,
): 'FULL_OBJECT' | 'COMPOSITE' | undefined {
  if (!algorithm) {
    if (wanted === undefined) return undefined
    throw invalidRequest(
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    )
  }
  const type = wanted ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE')
  if (type !== 'FULL_OBJECT' && type !== 'COMPOSITE') {
    throw invalidRequest('Value for x-amz-checksum-type header is invalid.')
  }
  const impossible = type === 'FULL_OBJECT' ? algorithm.startsWith('SHA') : algorithm === 'CRC64NVME'
  if (impossible) {
    throw invalidRequest(
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    )
  }
  return type
}

export function newUploadId(): string {
  return randomBytes(72).toString('base64url').replaceAll('-', '.')
}
