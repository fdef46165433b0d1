import type { CopyObjectOutput, CopyObjectRequest } from '@aws-sdk/client-s3'
import { duplicateObjectFile } from '../../../dataplane/objects/object-files.ts'
import { readSegments } from '../../../dataplane/objects/read-segments.ts'
import type { Operation, OperationContext } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { checkWriteConditions } from '../conditions.ts'
import { copiedObject, type CopySource, requestedSource } from '../copy-source.ts'
import { shownEncryption } from '../describe-object.ts'
import { invalidRequest, storageError } from '../errors.ts'
import { checkKey, currentObject, putObjectVersion } from '../objects.ts'
import { checksumName, eTagOf, receiveCopy, shownChecksum } from '../receive.ts'
import type { StoredObject } from '../store.ts'

const LARGEST = 5 * 1024 ** 3

/** Copies an object, of whatever bucket the caller may read; the disk's blocks are shared where it can. */
export const copyObject: Operation<CopyObjectRequest, CopyObjectOutput> = async (input, context) => {
  const found = requestedBucket(input, context)
  const { Key: key = '' } = input
  checkKey(key)
  const source = requestedSource(input, context)
  if (source.object.object.size > LARGEST) {
    throw invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${LARGEST}`,
    )
  }
  const described = copiedObject(input, source, found)
  checkWriteConditions(input, key, currentObject(context, found, key))
  const content = await copyContent(input, context, source, found.scope.accountId)
  const now = requestedBucket(input, context)
  checkWriteConditions(input, key, currentObject(context, now, key))
  const object = { ...described, ...content }
  const { versionId: VersionId, lastModified } = putObjectVersion(context, now, key, object, 'CopyObject')
  const { versioning } = source.found.bucket
  return {
    CopyObjectResult: {
      ETag: object.eTag,
      LastModified: new Date(lastModified),
      ...shownChecksum(object.checksum),
    },
    ...(versioning && { CopySourceVersionId: source.object.version.versionId }),
    ...(VersionId !== undefined && { VersionId }),
    ...shownEncryption(described.encryption, now),
  }
}

type Content = Pick<StoredObject, 'eTag' | 'size' | 'segments' | 'checksum'>

/** What came in parts is one piece in the copy, as on S3, and has the digest of the whole. */
async function copyContent(
  input: CopyObjectRequest,
  { sandbox }: OperationContext,
  { found: { scope }, object: { object } }: CopySource,
  accountId: string,
): Promise<Content> {
  const { size, segments, checksum } = object
  const algorithm = checksumName(input.ChecksumAlgorithm) ?? checksum?.algorithm
  const [only] = segments
  if (only && segments.length === 1 && !object.multipart && algorithm === checksum?.algorithm) {
    const id = await duplicateObjectFile(
      sandbox,
      { accountId: scope.accountId, id: only.file },
      accountId,
    ).catch((error: unknown) => Promise.reject(storageError(error) as Error))
    return { eTag: object.eTag, size, segments: [{ file: id, size }], ...(checksum && { checksum }) }
  }
  const stream = readSegments(sandbox, scope.accountId, segments, 0, size - 1)
  const received = await receiveCopy(sandbox, accountId, stream, algorithm)
  const taken = received.checksum && { ...received.checksum, type: 'FULL_OBJECT' as const }
  return {
    eTag: eTagOf(received.md5),
    size,
    segments: [{ file: received.keep(), size }],
    ...(taken && { checksum: taken }),
  }
}
