import type { GetPublicAccessBlockOutput, GetPublicAccessBlockRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { notConfigured } from '../errors.ts'

/** What a bucket refuses of policies and access control lists that open it to everybody. */
export const getPublicAccessBlock: Operation<GetPublicAccessBlockRequest, GetPublicAccessBlockOutput> = (
  input,
  context,
) => {
  const { name, publicAccessBlock } = requestedBucket(input, context).bucket
  if (publicAccessBlock) return { PublicAccessBlockConfiguration: publicAccessBlock }
  throw notConfigured(
    'NoSuchPublicAccessBlockConfiguration',
    'The public access block configuration was not found',
    name,
  )
}
