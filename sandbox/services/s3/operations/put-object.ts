import type { PutObjectOutput, PutObjectRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { checkWriteConditions } from '../conditions.ts'
import { describedObject, shownEncryption } from '../describe-object.ts'
import { AwsError } from '../../../operation.ts'
import { checkKey, currentObject, putObjectVersion } from '../objects.ts'
import { eTagOf, receiveContent, shownChecksum } from '../receive.ts'

/** Stores an object; it is there when all of its content is on disk and was what the request said, and not before. */
export const putObject: Operation<PutObjectRequest, PutObjectOutput> = async (input, context) => {
  const found = requestedBucket(input, context)
  const { Key: key = '' } = input
  checkKey(key)
  if (input.WriteOffsetBytes !== undefined) {
    throw new AwsError(
      'NotImplemented',
      'Only directory buckets take x-amz-write-offset-bytes, which the practice account does not have.',
      501,
    )
  }
  const described = describedObject(input, found)
  checkWriteConditions(input, key, currentObject(context, found, key))
  const received = await receiveContent(context.sandbox, found.scope.accountId, input)
  try {
    // While the content came the bucket may have gone, and somebody else may have been quicker.
    const now = requestedBucket(input, context)
    checkWriteConditions(input, key, currentObject(context, now, key))
    const { size, md5, checksum: taken } = received
    const checksum = taken && { ...taken, type: 'FULL_OBJECT' as const }
    const eTag = eTagOf(md5)
    const { versionId: VersionId } = putObjectVersion(context, now, key, {
      ...described,
      eTag,
      size,
      segments: [{ file: received.keep(), size }],
      ...(checksum && { checksum }),
    })
    return {
      ETag: eTag,
      ...shownChecksum(checksum),
      ...shownEncryption(described.encryption, now),
      ...(VersionId !== undefined && { VersionId }),
    }
  } finally {
    await received.discard()
  }
}
