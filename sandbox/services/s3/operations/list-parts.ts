import type { ListPartsOutput, ListPartsRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { canonicalId, requestedBucket } from '../buckets.ts'
import { pageSize } from '../listing.ts'
import { partsOf, requestedUpload } from '../multipart.ts'
import { shownChecksum } from '../receive.ts'

/** Lists the parts of an upload that have come, by number. */
export const listParts: Operation<ListPartsRequest, ListPartsOutput> = (input, context) => {
  const found = requestedBucket(input, context)
  const upload = requestedUpload(found, input)
  const most = pageSize(input.MaxParts, 'max-parts')
  const after = Number(input.PartNumberMarker ?? 0)
  const left = partsOf(found.scope, upload).filter(({ number }) => number > after)
  const shown = left.slice(0, most)
  return {
    Bucket: found.bucket.name,
    Key: upload.key,
    UploadId: upload.id,
    PartNumberMarker: String(after),
    ...(left.length > shown.length && { NextPartNumberMarker: String(shown.at(-1)?.number) }),
    MaxParts: most,
    IsTruncated: left.length > shown.length,
    Parts: shown.map(({ number, lastModified, eTag, size, checksum }) => ({
      PartNumber: number,
      LastModified: new Date(lastModified),
      ETag: eTag,
      Size: size,
      ...shownChecksum(checksum),
    })),
    Initiator: { ID: upload.initiator.id, DisplayName: upload.initiator.name },
    Owner: { ID: canonicalId(found.scope.accountId) },
    StorageClass: upload.storageClass as 'STANDARD',
    ...(upload.checksumAlgorithm && {
      ChecksumAlgorithm: upload.checksumAlgorithm,
      ChecksumType: upload.checksumType,
    }),
  }
}
