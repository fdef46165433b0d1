import type { PutBucketWebsiteRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { changeBucket } from '../buckets.ts'
import { invalidArgument } from '../errors.ts'

/** Keeps the website configuration of a bucket; no website is served of it here. */
export const putBucketWebsite: Operation<PutBucketWebsiteRequest, object> = (input, context) => {
  const website = input.WebsiteConfiguration
  if (!website?.IndexDocument && !website?.RedirectAllRequestsTo) {
    throw invalidArgument(
      'A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty',
      'IndexDocument',
      'null',
    )
  }
  changeBucket(input, context, bucket => ({ ...bucket, website }))
  return {}
}
