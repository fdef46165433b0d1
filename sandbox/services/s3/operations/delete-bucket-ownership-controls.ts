import type { DeleteBucketOwnershipControlsRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { changeBucket } from '../buckets.ts'

/** Without controls, as buckets once were made, whoever writes an object owns it. */
export const deleteBucketOwnershipControls: Operation<DeleteBucketOwnershipControlsRequest, object> = (
  input,
  context,
) => {
  changeBucket(input, context, bucket => ({ ...bucket, ownership: 'ObjectWriter', ownershipDeleted: true }))
  return {}
}
