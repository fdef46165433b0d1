import type { UploadPartOutput, UploadPartRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { refuseCustomerKeys, shownEncryption } from '../describe-object.ts'
import { checkPartNumber, putPart, requestedUpload } from '../multipart.ts'
import { eTagOf, receiveContent, shownChecksum } from '../receive.ts'

/** Stores a part of an upload; one that comes again takes the place of the first. */
export const uploadPart: Operation<UploadPartRequest, UploadPartOutput> = async (input, context) => {
  const found = requestedBucket(input, context)
  const number = checkPartNumber(input.PartNumber)
  refuseCustomerKeys(input)
  const { checksumAlgorithm } = requestedUpload(found, input)
  const received = await receiveContent(context.sandbox, found.scope.accountId, input, checksumAlgorithm)
  try {
    // The upload may have been completed or aborted while the part came.
    const now = requestedBucket(input, context)
    const upload = requestedUpload(now, input)
    const { size, checksum, md5 } = received
    const eTag = eTagOf(md5)
    putPart(context, now, upload, {
      number,
      eTag,
      size,
      file: received.keep(),
      ...(checksum && { checksum }),
    })
    return { ETag: eTag, ...shownChecksum(checksum), ...shownEncryption(upload.encryption, now) }
  } finally {
    await received.discard()
  }
}
