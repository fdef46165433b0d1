import type { PutObjectTaggingOutput, PutObjectTaggingRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { changeObject, requestedObject } from '../objects.ts'
import { checkedTags } from '../tagging.ts'

/** Puts these tags in the place of an object's. */
export const putObjectTagging: Operation<PutObjectTaggingRequest, PutObjectTaggingOutput> = (
  input,
  context,
) => {
  const found = requestedBucket(input, context)
  const object = requestedObject(context, found, input)
  changeObject(context.sandbox, found, object, { tags: checkedTags(input.Tagging?.TagSet, 10) })
  return { ...(found.bucket.versioning && { VersionId: object.version.versionId }) }
}
