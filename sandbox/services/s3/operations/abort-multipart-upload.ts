import type { AbortMultipartUploadOutput, AbortMultipartUploadRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { removeUpload, requestedUpload } from '../multipart.ts'

/** Ends an upload and frees its parts. */
export const abortMultipartUpload: Operation<AbortMultipartUploadRequest, AbortMultipartUploadOutput> = (
  input,
  context,
) => {
  const found = requestedBucket(input, context)
  removeUpload(context.sandbox, found.scope, requestedUpload(found, input))
  return {}
}
