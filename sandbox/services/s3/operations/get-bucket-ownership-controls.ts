import type { GetBucketOwnershipControlsOutput, GetBucketOwnershipControlsRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'

/** Who owns what is put into a bucket. */
export const getBucketOwnershipControls: Operation<
  GetBucketOwnershipControlsRequest,
  GetBucketOwnershipControlsOutput
> = (input, context) => {
  const { ownership = 'BucketOwnerEnforced' } = requestedBucket(input, context).bucket
  return { OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] } }
}
