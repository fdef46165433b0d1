import type { DeleteBucketTaggingRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { changeBucket } from '../buckets.ts'

/** Takes all tags off a bucket. */
export const deleteBucketTagging: Operation<DeleteBucketTaggingRequest, object> = (input, context) => {
  changeBucket(input, context, bucket => ({ ...bucket, tags: [] }))
  return {}
}
