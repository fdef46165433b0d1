import type { GetObjectTaggingOutput, GetObjectTaggingRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { requestedObject } from '../objects.ts'

/** The tags of an object. */
export const getObjectTagging: Operation<GetObjectTaggingRequest, GetObjectTaggingOutput> = (
  input,
  context,
) => {
  const found = requestedBucket(input, context)
  const { object, version } = requestedObject(context, found, input)
  return { TagSet: object.tags, ...(found.bucket.versioning && { VersionId: version.versionId }) }
}
