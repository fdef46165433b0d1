import type { UploadPartCopyOutput, UploadPartCopyRequest } from '@aws-sdk/client-s3'
import { readSegments } from '../../../dataplane/objects/read-segments.ts'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { requestedSource } from '../copy-source.ts'
import { refuseCustomerKeys, shownEncryption } from '../describe-object.ts'
import { invalidArgument } from '../errors.ts'
import { checkPartNumber, putPart, requestedUpload } from '../multipart.ts'
import { eTagOf, receiveCopy, shownChecksum } from '../receive.ts'

/** Makes a part out of an object that is there, or out of a range of it. */
export const uploadPartCopy: Operation<UploadPartCopyRequest, UploadPartCopyOutput> = async (
  input,
  context,
) => {
  const found = requestedBucket(input, context)
  const number = checkPartNumber(input.PartNumber)
  refuseCustomerKeys(input)
  const { checksumAlgorithm } = requestedUpload(found, input)
  const source = requestedSource(input, context)
  const { object, version } = source.object
  const [start, end] = rangeOf(input.CopySourceRange, object.size)
  const { scope } = source.found
  const stream = readSegments(context.sandbox, scope.accountId, object.segments, start, end)
  const received = await receiveCopy(context.sandbox, found.scope.accountId, stream, checksumAlgorithm)
  try {
    const upload = requestedUpload(requestedBucket(input, context), input)
    const { size, checksum, md5 } = received
    const part = { number, eTag: eTagOf(md5), size, file: received.keep(), ...(checksum && { checksum }) }
    const { eTag, lastModified } = putPart(context, found, upload, part)
    return {
      CopyPartResult: { ETag: eTag, LastModified: new Date(lastModified), ...shownChecksum(checksum) },
      ...(source.found.bucket.versioning && { CopySourceVersionId: version.versionId }),
      ...shownEncryption(upload.encryption, found),
    }
  } finally {
    await received.discard()
  }
}

/** A copy's range must be whole, and in the source: unlike a reader's, it is not cut to fit. */
function rangeOf(header: string | undefined, size: number): [start: number, end: number] {
  if (header === undefined) return [0, size - 1]
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? []
  if (first === undefined || last === undefined || Number(first) > Number(last)) {
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      header,
    )
  }
  if (Number(last) < size) return [Number(first), Number(last)]
  throw invalidArgument(
    `Range specified is not valid for source object of size: ${size}`,
    'x-amz-copy-source-range',
    header,
  )
}
