import type { DeleteBucketLifecycleRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { changeBucket } from '../buckets.ts'

/** Removes a bucket's lifecycle rules. */
export const deleteBucketLifecycle: Operation<DeleteBucketLifecycleRequest, object> = (input, context) => {
  changeBucket(input, context, ({ lifecycle: _rules, lifecycleMinimum: _minimum, ...bucket }) => bucket)
  return {}
}
