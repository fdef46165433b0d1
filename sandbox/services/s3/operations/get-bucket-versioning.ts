import type { GetBucketVersioningOutput, GetBucketVersioningRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'

/** Whether a bucket keeps versions; nothing is said where it never did. */
export const getBucketVersioning: Operation<GetBucketVersioningRequest, GetBucketVersioningOutput> = (
  input,
  context,
) => {
  const { versioning } = requestedBucket(input, context).bucket
  return versioning ? { Status: versioning } : {}
}
