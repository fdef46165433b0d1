import type { DeleteBucketWebsiteRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { changeBucket } from '../buckets.ts'

/** Removes the website configuration of a bucket. */
export const deleteBucketWebsite: Operation<DeleteBucketWebsiteRequest, object> = (input, context) => {
  changeBucket(input, context, ({ website: _removed, ...bucket }) => bucket)
  return {}
}
