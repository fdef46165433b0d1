import type { GetBucketEncryptionOutput, GetBucketEncryptionRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'

const DEFAULT = {
  Rules: [
    { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const }, BucketKeyEnabled: false },
  ],
}

/** How a bucket's objects are encrypted where a request does not say it. */
export const getBucketEncryption: Operation<GetBucketEncryptionRequest, GetBucketEncryptionOutput> = (
  input,
  context,
) => {
  const { encryption } = requestedBucket(input, context).bucket
  return { ServerSideEncryptionConfiguration: encryption ?? DEFAULT }
}
