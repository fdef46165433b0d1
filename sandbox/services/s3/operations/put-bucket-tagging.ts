import type { PutBucketTaggingRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { changeBucket } from '../buckets.ts'
import { checkedTags } from '../tagging.ts'

/** Puts these tags in the place of a bucket's. */
export const putBucketTagging: Operation<PutBucketTaggingRequest, object> = (input, context) => {
  const tags = checkedTags(input.Tagging?.TagSet, 50)
  changeBucket(input, context, bucket => ({ ...bucket, tags }))
  return {}
}
