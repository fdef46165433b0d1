import type { GetBucketOwnershipControlsOutput, GetBucketOwnershipControlsRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { notConfigured } from '../errors.ts'

/** Who owns what is put into a bucket. */
export const getBucketOwnershipControls: Operation<
  GetBucketOwnershipControlsRequest,
  GetBucketOwnershipControlsOutput
> = (input, context) => {
  const { name, ownership = 'BucketOwnerEnforced', ownershipDeleted } = requestedBucket(input, context).bucket
  if (ownershipDeleted) {
    throw notConfigured(
      'OwnershipControlsNotFoundError',
      'The bucket ownership controls were not found',
      name,
    )
  }
  return { OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] } }
}
