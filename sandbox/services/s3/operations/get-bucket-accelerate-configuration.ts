import type {
  GetBucketAccelerateConfigurationOutput,
  GetBucketAccelerateConfigurationRequest,
} from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'

/** Whether a bucket is reached by way of edge locations: it is not. */
export const getBucketAccelerateConfiguration: Operation<
  GetBucketAccelerateConfigurationRequest,
  GetBucketAccelerateConfigurationOutput
> = (input, context) => {
  requestedBucket(input, context)
  return {}
}
