import type { PutBucketAclRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { grantsOf } from '../acl.ts'
import { changeBucket, requestedBucket } from '../buckets.ts'

/** Puts an access control list in the place of a bucket's, where it has any. */
export const putBucketAcl: Operation<PutBucketAclRequest, object> = (input, context) => {
  const grants = grantsOf(input, requestedBucket(input, context))
  changeBucket(input, context, bucket => ({ ...bucket, grants }))
  return {}
}
