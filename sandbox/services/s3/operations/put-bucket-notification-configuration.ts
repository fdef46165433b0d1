import type { PutBucketNotificationConfigurationRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { changeBucket } from '../buckets.ts'

/** Keeps who is to be told of a bucket's events: EventBridge is. */
export const putBucketNotificationConfiguration: Operation<
  PutBucketNotificationConfigurationRequest,
  object
> = (input, context) => {
  const { NotificationConfiguration: notification = {} } = input
  changeBucket(input, context, bucket => ({ ...bucket, notification }))
  return {}
}
