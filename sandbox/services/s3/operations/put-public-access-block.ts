import type { PutPublicAccessBlockRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { changeBucket } from '../buckets.ts'

/** Says what a bucket refuses of policies and access control lists that open it to everybody. */
export const putPublicAccessBlock: Operation<PutPublicAccessBlockRequest, object> = (input, context) => {
  const { PublicAccessBlockConfiguration: given = {} } = input
  const publicAccessBlock = {
    BlockPublicAcls: given.BlockPublicAcls ?? false,
    IgnorePublicAcls: given.IgnorePublicAcls ?? false,
    BlockPublicPolicy: given.BlockPublicPolicy ?? false,
    RestrictPublicBuckets: given.RestrictPublicBuckets ?? false,
  }
  changeBucket(input, context, bucket => ({ ...bucket, publicAccessBlock }))
  return {}
}
