import type { DeleteObjectTaggingOutput, DeleteObjectTaggingRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { changeObject, requestedObject } from '../objects.ts'

/** Takes all tags off an object. */
export const deleteObjectTagging: Operation<DeleteObjectTaggingRequest, DeleteObjectTaggingOutput> = (
  input,
  context,
) => {
  const found = requestedBucket(input, context)
  const object = requestedObject(context, found, input)
  changeObject(context.sandbox, found, object, { tags: [] })
  return { ...(found.bucket.versioning && { VersionId: object.version.versionId }) }
}
