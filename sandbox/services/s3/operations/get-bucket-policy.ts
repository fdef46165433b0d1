import type { GetBucketPolicyOutput, GetBucketPolicyRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { notConfigured } from '../errors.ts'

/** The policy of a bucket, as it was put. */
export const getBucketPolicy: Operation<GetBucketPolicyRequest, GetBucketPolicyOutput> = (input, context) => {
  const { name, policyText } = requestedBucket(input, context).bucket
  if (policyText !== undefined) return { Policy: policyText }
  throw notConfigured('NoSuchBucketPolicy', 'The bucket policy does not exist', name)
}
