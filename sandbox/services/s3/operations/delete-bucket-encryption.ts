import type { DeleteBucketEncryptionRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { changeBucket } from '../buckets.ts'

/** Goes back to S3's own encryption of a bucket. */
export const deleteBucketEncryption: Operation<DeleteBucketEncryptionRequest, object> = (input, context) => {
  changeBucket(input, context, ({ encryption: _removed, ...bucket }) => bucket)
  return {}
}
