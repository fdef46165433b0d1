import type { _Object as ListedObject, ObjectStorageClass } from '@aws-sdk/client-s3'
import { canonicalId, type FoundBucket } from './buckets.ts'
import type { KeyDocument } from './store.ts'

/** An object as lists show it. */
export function listedObject(
  { key, versions }: KeyDocument,
  { scope }: FoundBucket,
  encode: (name: string) => string,
  withOwner: boolean,
): ListedObject {
  const [version] = versions
  const object = version?.object
  if (!version || !object) throw new Error(`${key} has no version that could be listed.`)
  const { checksum } = object
  return {
    Key: encode(key),
    LastModified: new Date(version.lastModified),
    ETag: object.eTag,
    ...(checksum && { ChecksumAlgorithm: [checksum.algorithm], ChecksumType: checksum.type }),
    Size: object.size,
    StorageClass: object.storageClass as ObjectStorageClass,
    ...(withOwner && { Owner: { ID: canonicalId(scope.accountId) } }),
  }
}

/** Whether the newest version of a key is an object. */
export function isListed({ versions: [newest] }: KeyDocument): boolean {
  return newest?.object !== undefined
}
