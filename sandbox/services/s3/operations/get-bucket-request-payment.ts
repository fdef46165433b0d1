import type { GetBucketRequestPaymentOutput, GetBucketRequestPaymentRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'

/** Who pays for a bucket's requests: its owner. */
export const getBucketRequestPayment: Operation<
  GetBucketRequestPaymentRequest,
  GetBucketRequestPaymentOutput
> = (input, context) => {
  requestedBucket(input, context)
  return { Payer: 'BucketOwner' }
}
