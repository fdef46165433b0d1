import type { GetBucketTaggingOutput, GetBucketTaggingRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { notConfigured } from '../errors.ts'

/** The tags of a bucket. */
export const getBucketTagging: Operation<GetBucketTaggingRequest, GetBucketTaggingOutput> = (
  input,
  context,
) => {
  const { name, tags } = requestedBucket(input, context).bucket
  if (tags.length > 0) return { TagSet: tags }
  throw notConfigured('NoSuchTagSet', 'The TagSet does not exist', name)
}
