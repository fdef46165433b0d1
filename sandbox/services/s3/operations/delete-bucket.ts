import type { DeleteBucketRequest } from '@aws-sdk/client-s3'
import { AwsError, type Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { forgetIndexes } from '../key-index.ts'
import { removeUpload } from '../multipart.ts'
import { s3 } from '../store.ts'

/** Deletes a bucket that has no object and no version left; uploads under way end with it. */
export const deleteBucket: Operation<DeleteBucketRequest, object> = (input, context) => {
  const { scope, bucket } = requestedBucket(input, context)
  const { name } = bucket
  const held = s3(scope).keys(name)
  if (held.size > 0) {
    const versioned = bucket.versioning !== undefined
    throw new AwsError(
      'BucketNotEmpty',
      `The bucket you tried to delete is not empty${versioned ? '. You must delete all versions in the bucket.' : ''}`,
      409,
      { members: { BucketName: name } },
    )
  }
  for (const upload of s3(scope).uploads.values()) {
    if (upload.bucket === name) removeUpload(context.sandbox, scope, upload)
  }
  s3(scope).buckets.delete(name)
  forgetIndexes(context.sandbox.store, scope.accountId, scope.region, name)
  return {}
}
