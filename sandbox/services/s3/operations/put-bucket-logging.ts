import type { PutBucketLoggingRequest } from '@aws-sdk/client-s3'
import { AwsError, type Operation } from '../../../operation.ts'
import { changeBucket, findBucket } from '../buckets.ts'

/** Keeps where a bucket's requests are to be logged; none is logged here. */
export const putBucketLogging: Operation<PutBucketLoggingRequest, object> = (input, context) => {
  const { LoggingEnabled: logging } = input.BucketLoggingStatus ?? {}
  if (logging && !findBucket(context.sandbox, logging.TargetBucket ?? '')) {
    throw new AwsError('InvalidTargetBucketForLogging', 'The target bucket for logging does not exist', 400, {
      members: { TargetBucket: logging.TargetBucket ?? '' },
    })
  }
  changeBucket(input, context, ({ logging: _before, ...bucket }) => ({
    ...bucket,
    ...(logging && { logging }),
  }))
  return {}
}
