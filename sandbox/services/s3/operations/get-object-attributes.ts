import type { GetObjectAttributesOutput, GetObjectAttributesRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { refuseCustomerKeys } from '../describe-object.ts'
import { invalidArgument } from '../errors.ts'
import { pageSize } from '../listing.ts'
import { requestedObject } from '../objects.ts'
import { shownChecksum } from '../receive.ts'
import type { StoredObject } from '../store.ts'

const ATTRIBUTES = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize']

/** What an object is, without its content: those attributes that are asked for. */
export const getObjectAttributes: Operation<GetObjectAttributesRequest, GetObjectAttributesOutput> = (
  input,
  context,
) => {
  const found = requestedBucket(input, context)
  refuseCustomerKeys(input)
  const wanted = (input.ObjectAttributes ?? []).flatMap(text => text.split(/\s*,\s*/))
  const unknown = wanted.find(name => !ATTRIBUTES.includes(name))
  if (unknown !== undefined) {
    throw invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', unknown)
  }
  const { object, version } = requestedObject(context, found, input)
  const has = (name: string) => wanted.includes(name)
  return {
    LastModified: new Date(version.lastModified),
    ...(found.bucket.versioning && { VersionId: version.versionId }),
    ...(has('ETag') && { ETag: object.eTag.slice(1, -1) }),
    ...(has('Checksum') && object.checksum && { Checksum: shownChecksum(object.checksum) }),
    ...(has('ObjectParts') && object.multipart && { ObjectParts: partsOf(object, input) }),
    ...(has('StorageClass') && { StorageClass: object.storageClass as 'STANDARD' }),
    ...(has('ObjectSize') && { ObjectSize: object.size }),
  }
}

/** S3 shows each part only where it has a checksum of it. */
function partsOf({ segments, partChecksums, checksum }: StoredObject, input: GetObjectAttributesRequest) {
  const TotalPartsCount = segments.length
  if (!partChecksums || !checksum) return { TotalPartsCount }
  const most = pageSize(input.MaxParts, 'max-parts')
  const after = Number(input.PartNumberMarker ?? 0)
  const parts = segments.map(({ size }, at) => ({
    PartNumber: at + 1,
    Size: size,
    [`Checksum${checksum.algorithm}`]: partChecksums[at],
  }))
  const shown = parts.slice(after, after + most)
  return {
    TotalPartsCount,
    PartNumberMarker: String(after),
    NextPartNumberMarker: String(after + shown.length),
    MaxParts: most,
    IsTruncated: after + shown.length < TotalPartsCount,
    Parts: shown,
  }
}
