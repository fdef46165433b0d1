import type { GetBucketAclOutput, GetBucketAclRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { shownAcl } from '../acl.ts'
import { requestedBucket } from '../buckets.ts'

/** The access control list of a bucket. */
export const getBucketAcl: Operation<GetBucketAclRequest, GetBucketAclOutput> = (input, context) => {
  const { scope, bucket } = requestedBucket(input, context)
  return shownAcl(scope.accountId, bucket.grants)
}
