import type { CreateBucketOutput, CreateBucketRequest } from '@aws-sdk/client-s3'
import { AwsError, type Operation } from '../../../operation.ts'
import { cannedGrants } from '../acl.ts'
import { checkBucketName, findBucket } from '../buckets.ts'
import { type BucketDocument, s3 } from '../store.ts'
import { checkedTags } from '../tagging.ts'

/** Makes a bucket in the region that the request names; without one, the request must have come to us-east-1. */
export const createBucket: Operation<CreateBucketRequest, CreateBucketOutput> = (input, context) => {
  const { Bucket: name = '', CreateBucketConfiguration: configuration, ObjectOwnership: ownership } = input
  const { sandbox, accountId, scope } = context
  checkBucketName(name)
  const region = bucketRegion(configuration?.LocationConstraint, context.region)
  if (input.ObjectLockEnabledForBucket) {
    throw new AwsError('NotImplemented', 'The practice account does not have S3 Object Lock.', 501)
  }
  const known = findBucket(sandbox, name)
  if (known) refuseKnown(known.scope.accountId === accountId, region, name)
  const bucket: BucketDocument = {
    name,
    createdAt: sandbox.clock.now(),
    tags: checkedTags(configuration?.Tags, 50),
    ownership: ownership ?? 'BucketOwnerEnforced',
    publicAccessBlock: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
  }
  const grants = cannedGrants(input, { scope, bucket })
  const made = grants.length > 0 ? { ...bucket, grants } : bucket
  // Of its own as before, for us-east-1 alone, and as if it were the first time.
  if (!known) s3(sandbox.store.scope(accountId, region)).buckets.put(name, made)
  return { Location: region === 'us-east-1' ? `/${name}` : `http://${name}.s3.amazonaws.com/` }
}

function bucketRegion(constraint: string | undefined, endpoint: string): string {
  if (constraint === undefined || constraint === '') {
    if (endpoint === 'us-east-1') return endpoint
    throw illegalLocation('unspecified', 'this request was sent to.')
  }
  const region = constraint === 'EU' ? 'eu-west-1' : constraint
  if (!/^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(region)) {
    throw new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid', 400, {
      members: { LocationConstraint: constraint },
    })
  }
  if (region === 'us-east-1') {
    throw new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid', 400, {
      members: { LocationConstraint: constraint },
    })
  }
  if (endpoint !== 'us-east-1' && endpoint !== region)
    throw illegalLocation(constraint, 'this request was sent to.')
  return region
}

function illegalLocation(constraint: string, end: string): AwsError {
  return new AwsError(
    'IllegalLocationConstraintException',
    `The ${constraint} location constraint is incompatible for the region specific endpoint ${end}`,
  )
}

function refuseKnown(isOwn: boolean, region: string, name: string): void {
  const members = { BucketName: name }
  if (!isOwn) {
    throw new AwsError(
      'BucketAlreadyExists',
      'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
      409,
      { members },
    )
  }
  if (region === 'us-east-1') return
  throw new AwsError(
    'BucketAlreadyOwnedByYou',
    'Your previous request to create the named bucket succeeded and you already own it.',
    409,
    { members },
  )
}
