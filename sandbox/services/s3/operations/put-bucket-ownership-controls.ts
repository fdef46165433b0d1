import type { PutBucketOwnershipControlsRequest } from '@aws-sdk/client-s3'
import { AwsError, type Operation } from '../../../operation.ts'
import { changeBucket } from '../buckets.ts'
import { malformedXml } from '../errors.ts'

const OWNERSHIPS = ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'] as const

/** Says who owns what is put into a bucket, and with that whether it has access control lists. */
export const putBucketOwnershipControls: Operation<PutBucketOwnershipControlsRequest, object> = (
  input,
  context,
) => {
  const [rule, ...others] = input.OwnershipControls?.Rules ?? []
  const ownership = OWNERSHIPS.find(one => one === rule?.ObjectOwnership)
  if (!ownership || others.length > 0) throw malformedXml()
  changeBucket(input, context, ({ ownershipDeleted: _before, ...bucket }) => {
    if (ownership === 'BucketOwnerEnforced' && (bucket.grants ?? []).length > 0) {
      throw new AwsError(
        'InvalidBucketAclWithObjectOwnership',
        "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
      )
    }
    return { ...bucket, ownership }
  })
  return {}
}
