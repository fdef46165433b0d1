import type { ListMultipartUploadsOutput, ListMultipartUploadsRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { canonicalId, requestedBucket } from '../buckets.ts'
import { compareKeys } from '../key-index.ts'
import { nameEncoder, pageSize } from '../listing.ts'
import { s3, type UploadDocument } from '../store.ts'

/** Lists the uploads under way in a bucket, by key and by when they began. */
export const listMultipartUploads: Operation<ListMultipartUploadsRequest, ListMultipartUploadsOutput> = (
  input,
  context,
) => {
  const { scope, bucket } = requestedBucket(input, context)
  const { Prefix: prefix = '', Delimiter: delimiter = '', KeyMarker = '', UploadIdMarker = '' } = input
  const encode = nameEncoder(input.EncodingType)
  const most = pageSize(input.MaxUploads, 'max-uploads')
  const uploads = s3(scope)
    .uploads.values()
    .filter(upload => upload.bucket === bucket.name && upload.key.startsWith(prefix))
    .sort((a, b) => compareKeys(a.key, b.key) || a.initiatedAt - b.initiatedAt || (a.id < b.id ? -1 : 1))
  const marker = uploads.findIndex(({ key, id }) => key === KeyMarker && id === UploadIdMarker)
  const left = uploads.filter(({ key }, at) =>
    marker === -1 ? KeyMarker === '' || compareKeys(key, KeyMarker) > 0 : at > marker,
  )
  const isInPrefix = ({ key }: UploadDocument) => delimiter !== '' && key.includes(delimiter, prefix.length)
  const prefixes = new Set(
    left
      .filter(isInPrefix)
      .map(({ key }) => key.slice(0, key.indexOf(delimiter, prefix.length) + delimiter.length)),
  )
  const own = left.filter(upload => !isInPrefix(upload))
  const shown = own.slice(0, most)
  const last = shown.at(-1)
  const truncated = own.length > shown.length
  return {
    Bucket: bucket.name,
    KeyMarker: encode(KeyMarker),
    UploadIdMarker,
    ...(truncated && last && { NextKeyMarker: encode(last.key), NextUploadIdMarker: last.id }),
    Prefix: encode(prefix),
    ...(delimiter !== '' && { Delimiter: encode(delimiter) }),
    MaxUploads: most,
    IsTruncated: truncated,
    Uploads: shown.map(
      ({ id, key, initiatedAt, storageClass, initiator, checksumAlgorithm, checksumType }) => ({
        UploadId: id,
        Key: encode(key),
        Initiated: new Date(initiatedAt),
        StorageClass: storageClass as 'STANDARD',
        Owner: { ID: canonicalId(scope.accountId) },
        Initiator: { ID: initiator.id, DisplayName: initiator.name },
        ...(checksumAlgorithm && { ChecksumAlgorithm: checksumAlgorithm, ChecksumType: checksumType }),
      }),
    ),
    CommonPrefixes: [...prefixes].map(one => ({ Prefix: encode(one) })),
    ...(input.EncodingType && { EncodingType: input.EncodingType }),
  }
}
