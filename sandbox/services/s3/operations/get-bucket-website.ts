import type { GetBucketWebsiteOutput, GetBucketWebsiteRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { notConfigured } from '../errors.ts'

/** The website configuration of a bucket. */
export const getBucketWebsite: Operation<GetBucketWebsiteRequest, GetBucketWebsiteOutput> = (
  input,
  context,
) => {
  const { name, website } = requestedBucket(input, context).bucket
  if (website) return website
  throw notConfigured(
    'NoSuchWebsiteConfiguration',
    'The specified bucket does not have a website configuration',
    name,
  )
}
