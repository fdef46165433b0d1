import type { HeadObjectOutput, HeadObjectRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { requestedObject } from '../objects.ts'
import { servedObject } from '../serve-object.ts'

/** What GetObject would answer, but for the content. */
export const headObject: Operation<HeadObjectRequest, HeadObjectOutput> = (input, context) => {
  const found = requestedBucket(input, context)
  return servedObject(input, requestedObject(context, found, input), found).output
}
