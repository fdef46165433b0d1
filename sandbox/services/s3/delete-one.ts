import type { OperationContext } from '../../operation.ts'
import type { FoundBucket } from './buckets.ts'
import { checkWriteConditions } from './conditions.ts'
import { invalidVersion } from './errors.ts'
import { currentObject, deleteKey, removeVersion } from './objects.ts'

/** What became of one deletion. */
export interface Deletion {
  /** Of the version that was removed, or of the delete marker that was made. */
  versionId?: string
  /** Whether that is a delete marker. */
  isMarker: boolean
}

/** Deletes a key, or a version of it. What is not there counts as deleted. */
export function deleteOne(
  context: OperationContext,
  found: FoundBucket,
  { key, versionId, eTag }: { key: string; versionId?: string | undefined; eTag?: string | undefined },
): Deletion {
  if (eTag !== undefined) checkWriteConditions({ IfMatch: eTag }, key, currentObject(context, found, key))
  if (versionId === undefined) {
    const { deleteMarkerVersionId } = deleteKey(context, found, key)
    return deleteMarkerVersionId === undefined
      ? { isMarker: false }
      : { versionId: deleteMarkerVersionId, isMarker: true }
  }
  if (!/^(null|[\w.]{32})$/.test(versionId)) throw invalidVersion(versionId)
  const removed = removeVersion(context.sandbox, found, key, versionId)
  return { versionId, isMarker: removed !== undefined && !removed.object }
}
