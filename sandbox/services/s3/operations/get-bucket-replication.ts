import type { GetBucketReplicationOutput, GetBucketReplicationRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { notConfigured } from '../errors.ts'

/** Where a bucket's objects are copied to: nowhere. */
export const getBucketReplication: Operation<GetBucketReplicationRequest, GetBucketReplicationOutput> = (
  input,
  context,
) => {
  const { name } = requestedBucket(input, context).bucket
  throw notConfigured(
    'ReplicationConfigurationNotFoundError',
    'The replication configuration was not found',
    name,
  )
}
