import type {
  GetBucketLifecycleConfigurationOutput,
  GetBucketLifecycleConfigurationRequest,
} from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { notConfigured } from '../errors.ts'

/** The lifecycle rules of a bucket. */
export const getBucketLifecycleConfiguration: Operation<
  GetBucketLifecycleConfigurationRequest,
  GetBucketLifecycleConfigurationOutput
> = (input, context) => {
  const { name, lifecycle, lifecycleMinimum } = requestedBucket(input, context).bucket
  if (lifecycle) {
    const TransitionDefaultMinimumObjectSize = lifecycleMinimum ?? 'all_storage_classes_128K'
    return { Rules: lifecycle, TransitionDefaultMinimumObjectSize }
  }
  throw notConfigured('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', name)
}
