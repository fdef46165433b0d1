import type { DeleteObjectOutput, DeleteObjectRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { deleteOne } from '../delete-one.ts'

/** Deletes an object: for good where no versions are kept or one is named, else behind a delete marker. */
export const deleteObject: Operation<DeleteObjectRequest, DeleteObjectOutput> = (input, context) => {
  const found = requestedBucket(input, context)
  const { Key: key = '', VersionId: versionId, IfMatch: eTag } = input
  const { versionId: VersionId, isMarker } = deleteOne(context, found, { key, versionId, eTag })
  return { ...(isMarker && { DeleteMarker: true }), ...(VersionId !== undefined && { VersionId }) }
}
