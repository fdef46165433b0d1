import type { GetBucketLoggingOutput, GetBucketLoggingRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'

/** Where a bucket's requests are to be logged. */
export const getBucketLogging: Operation<GetBucketLoggingRequest, GetBucketLoggingOutput> = (
  input,
  context,
) => {
  const { logging } = requestedBucket(input, context).bucket
  return logging ? { LoggingEnabled: logging } : {}
}
