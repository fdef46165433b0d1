import type { DeleteBucketCorsRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { changeBucket } from '../buckets.ts'

/** Shuts a bucket to pages of other origins. */
export const deleteBucketCors: Operation<DeleteBucketCorsRequest, object> = (input, context) => {
  changeBucket(input, context, ({ cors: _removed, ...bucket }) => bucket)
  return {}
}
