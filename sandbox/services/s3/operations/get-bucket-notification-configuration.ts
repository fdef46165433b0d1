import type { NotificationConfiguration, GetBucketNotificationConfigurationRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'

/** Who is to be told of a bucket's events. */
export const getBucketNotificationConfiguration: Operation<
  GetBucketNotificationConfigurationRequest,
  NotificationConfiguration
> = (input, context) => {
  return requestedBucket(input, context).bucket.notification ?? {}
}
