import type { GetObjectLockConfigurationOutput, GetObjectLockConfigurationRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { notConfigured } from '../errors.ts'

/** Whether objects of a bucket are locked: none is. */
export const getObjectLockConfiguration: Operation<
  GetObjectLockConfigurationRequest,
  GetObjectLockConfigurationOutput
> = (input, context) => {
  const { name } = requestedBucket(input, context).bucket
  throw notConfigured(
    'ObjectLockConfigurationNotFoundError',
    'Object Lock configuration does not exist for this bucket',
    name,
  )
}
