import type { PutBucketLoggingRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { changeBucket } from '../buckets.ts'

/** Keeps where a bucket's requests are to be logged; none is logged here. */
export const putBucketLogging: Operation<PutBucketLoggingRequest, object> = (input, context) => {
  const { LoggingEnabled: logging } = input.BucketLoggingStatus ?? {}
  changeBucket(input, context, ({ logging: _before, ...bucket }) => ({
    ...bucket,
    ...(logging && { logging }),
  }))
  return {}
}
