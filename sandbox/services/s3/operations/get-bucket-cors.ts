import type { GetBucketCorsOutput, GetBucketCorsRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { notConfigured } from '../errors.ts'

/** Which pages of other origins may use a bucket. */
export const getBucketCors: Operation<GetBucketCorsRequest, GetBucketCorsOutput> = (input, context) => {
  const { name, cors } = requestedBucket(input, context).bucket
  if (cors) return { CORSRules: cors }
  throw notConfigured('NoSuchCORSConfiguration', 'The CORS configuration does not exist', name)
}
