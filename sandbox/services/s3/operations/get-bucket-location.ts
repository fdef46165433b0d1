import type {
  BucketLocationConstraint,
  GetBucketLocationOutput,
  GetBucketLocationRequest,
} from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'

/** The region of a bucket; us-east-1 has no name here. */
export const getBucketLocation: Operation<GetBucketLocationRequest, GetBucketLocationOutput> = (
  input,
  context,
) => {
  const { region } = requestedBucket(input, context).scope
  return region === 'us-east-1' ? {} : { LocationConstraint: region as BucketLocationConstraint }
}
