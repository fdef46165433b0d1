import type { GetObjectOutput, GetObjectRequest } from '@aws-sdk/client-s3'
import { AwsError } from '../../operation.ts'
import { checkReadConditions } from './conditions.ts'
import type { FoundBucket } from './buckets.ts'
import { refuseCustomerKeys, shownEncryption } from './describe-object.ts'
import { invalidRequest } from './errors.ts'
import type { FoundObject } from './objects.ts'
import { shownChecksum } from './receive.ts'
import type { StoredObject } from './store.ts'

/** Bytes of an object, both ends included. */
export type Range = readonly [start: number, end: number]

/** What GetObject and HeadObject say of an object, and which bytes are asked for. Throws InvalidRange, PreconditionFailed or 304. */
export function servedObject(
  input: Omit<GetObjectRequest, 'Bucket' | 'Key'>,
  found: FoundObject,
  bucket: FoundBucket,
): { output: Omit<GetObjectOutput, 'Body'>; range: Range | undefined } {
  refuseCustomerKeys(input)
  checkReadConditions(input, found)
  const { object, version } = found
  const { size } = object
  const range = rangeOf(input, object)
  const [start, end] = range ?? [0, size - 1]
  const whole = range === undefined
  const output = {
    AcceptRanges: 'bytes',
    LastModified: new Date(version.lastModified),
    ContentLength: Math.max(0, end - start + 1),
    ETag: object.eTag,
    ...(range && { ContentRange: `bytes ${start}-${end}/${size}`, $metadata: { httpStatusCode: 206 } }),
    ...(bucket.bucket.versioning && { VersionId: version.versionId }),
    ...object.headers,
    ...overrides(input),
    Metadata: object.metadata,
    ...shownEncryption(object.encryption, bucket),
    ...(object.storageClass !== 'STANDARD' && { StorageClass: object.storageClass as 'STANDARD' }),
    ...(object.tags.length > 0 && { TagCount: object.tags.length }),
    ...(input.PartNumber !== undefined && object.multipart && { PartsCount: object.segments.length }),
    ...(input.ChecksumMode === 'ENABLED' && whole && shownChecksum(object.checksum)),
  }
  return { output, range }
}

/** The range of bytes that a header such as `bytes=0-99` means; undefined where it means the whole. Throws InvalidRange. */
export function parseRange(header: string | undefined, size: number): Range | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? []
  if (header === undefined || (first === '' && last === '')) return undefined
  if (first !== '' && last !== '' && Number(first) > Number(last)) return undefined
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (start < size && start <= end) return [start, end]
  throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416, {
    members: { RangeRequested: header, ActualObjectSize: String(size) },
    headers: { 'content-range': `bytes */${size}` },
  })
}

function rangeOf({ Range: header, PartNumber: part }: GetInput, object: StoredObject): Range | undefined {
  const { size, segments } = object
  if (part === undefined) return parseRange(header, size)
  if (header !== undefined)
    throw invalidRequest('Cannot specify both Range header and partNumber query parameter')
  if (!(part >= 1 && part <= 10_000)) {
    throw new AwsError('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive')
  }
  const segment = segments[part - 1]
  if (!segment) {
    throw new AwsError('InvalidPartNumber', 'The requested partnumber is not satisfiable', 416, {
      members: { PartNumberRequested: String(part), ActualPartCount: String(segments.length) },
    })
  }
  if (size === 0) return undefined
  const start = segments.slice(0, part - 1).reduce((sum, before) => sum + before.size, 0)
  return [start, start + segment.size - 1]
}

type GetInput = Pick<GetObjectRequest, 'Range' | 'PartNumber'>

/** Headers that a request wants in the place of the object's own. */
function overrides(input: Partial<GetObjectRequest>) {
  const wanted = {
    ContentType: input.ResponseContentType,
    ContentEncoding: input.ResponseContentEncoding,
    ContentDisposition: input.ResponseContentDisposition,
    ContentLanguage: input.ResponseContentLanguage,
    CacheControl: input.ResponseCacheControl,
    Expires: input.ResponseExpires,
  }
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
}
