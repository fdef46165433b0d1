import type {
  DeletedObject,
  DeleteObjectsOutput,
  DeleteObjectsRequest,
  _Error as DeleteError,
} from '@aws-sdk/client-s3'
import { AwsError, type Operation } from '../../../operation.ts'
import { denialOf } from '../access.ts'
import { requestedBucket } from '../buckets.ts'
import { deleteOne } from '../delete-one.ts'
import { malformedXml } from '../errors.ts'

const MOST = 1000

/** Deletes up to 1,000 objects; what is refused is listed beside what was deleted. */
export const deleteObjects: Operation<DeleteObjectsRequest, DeleteObjectsOutput> = (input, context) => {
  const found = requestedBucket(input, context)
  const { Objects: wanted = [], Quiet = false } = input.Delete ?? {}
  if (wanted.length === 0 || wanted.length > MOST) throw malformedXml()
  const Deleted: DeletedObject[] = []
  const Errors: DeleteError[] = []
  for (const { Key: key = '', VersionId: versionId, ETag: eTag } of wanted) {
    const about = { Key: key, ...(versionId !== undefined && { VersionId: versionId }) }
    const action = versionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion'
    const denial = denialOf(context.sandbox, context.principal, found, { action, key, input: about })
    if (denial !== undefined) {
      Errors.push({ ...about, Code: 'AccessDenied', Message: denial })
      continue
    }
    try {
      const done = deleteOne(context, found, { key, versionId, eTag })
      const marker = done.isMarker && { DeleteMarker: true, DeleteMarkerVersionId: done.versionId }
      Deleted.push({ ...about, ...marker })
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      Errors.push({ ...about, Code: error.code, Message: error.message })
    }
  }
  return { ...(!Quiet && { Deleted }), ...(Errors.length > 0 && { Errors }) }
}
