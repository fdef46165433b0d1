import type { CreateMultipartUploadOutput, CreateMultipartUploadRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { canonicalId, requestedBucket } from '../buckets.ts'
import { describedObject, shownEncryption } from '../describe-object.ts'
import { checksumTypeOf, newUploadId } from '../multipart.ts'
import { checkKey } from '../objects.ts'
import { checksumName } from '../receive.ts'
import { s3 } from '../store.ts'

/** Begins an upload in parts; nothing of it is seen before it is completed. */
export const createMultipartUpload: Operation<CreateMultipartUploadRequest, CreateMultipartUploadOutput> = (
  input,
  context,
) => {
  const found = requestedBucket(input, context)
  const { Key: key = '' } = input
  checkKey(key)
  const described = describedObject(input, found)
  const checksumAlgorithm = checksumName(input.ChecksumAlgorithm)
  const checksumType = checksumTypeOf(checksumAlgorithm, input.ChecksumType)
  const { principal, sandbox } = context
  const upload = {
    ...described,
    id: newUploadId(),
    bucket: found.bucket.name,
    key,
    initiatedAt: sandbox.clock.now(),
    initiator: { id: principal.arn || canonicalId(principal.accountId), name: principal.arn },
    highestPart: 0,
    ...(checksumAlgorithm && { checksumAlgorithm }),
    ...(checksumType && { checksumType }),
  }
  s3(found.scope).uploads.put(upload.id, upload)
  return {
    Bucket: found.bucket.name,
    Key: key,
    UploadId: upload.id,
    ...shownEncryption(described.encryption, found),
    ...(checksumAlgorithm && { ChecksumAlgorithm: checksumAlgorithm, ChecksumType: checksumType }),
  }
}
