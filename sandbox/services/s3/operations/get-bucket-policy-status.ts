import type { GetBucketPolicyStatusOutput, GetBucketPolicyStatusRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { notConfigured } from '../errors.ts'
import { isPublicPolicy } from '../public-policy.ts'

/** Whether a bucket's policy opens it to everybody. */
export const getBucketPolicyStatus: Operation<GetBucketPolicyStatusRequest, GetBucketPolicyStatusOutput> = (
  input,
  context,
) => {
  const { name, policyText } = requestedBucket(input, context).bucket
  if (policyText !== undefined) return { PolicyStatus: { IsPublic: isPublicPolicy(policyText) } }
  throw notConfigured('NoSuchBucketPolicy', 'The bucket policy does not exist', name)
}
