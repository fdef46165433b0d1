import type { HeadBucketOutput, HeadBucketRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { bucketArn, requestedBucket } from '../buckets.ts'

/** Says whether a bucket is there and may be used, and in which region. */
export const headBucket: Operation<HeadBucketRequest, HeadBucketOutput> = (input, context) => {
  const { scope, bucket } = requestedBucket(input, context)
  return { BucketArn: bucketArn(bucket.name), BucketRegion: scope.region, AccessPointAlias: false }
}
