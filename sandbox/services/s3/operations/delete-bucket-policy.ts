import type { DeleteBucketPolicyRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { changeBucket } from '../buckets.ts'

/** Removes a bucket's policy. */
export const deleteBucketPolicy: Operation<DeleteBucketPolicyRequest, object> = (input, context) => {
  changeBucket(input, context, ({ policyText: _removed, ...bucket }) => bucket)
  return {}
}
