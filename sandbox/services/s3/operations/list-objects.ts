import type { ListObjectsOutput, ListObjectsRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { listKeys, nameEncoder, pageSize } from '../listing.ts'
import { indexOf } from '../objects.ts'
import { isListed, listedObject } from '../shown-objects.ts'

/** Lists a bucket's objects as S3 first did it. */
export const listObjects: Operation<ListObjectsRequest, ListObjectsOutput> = (input, context) => {
  const found = requestedBucket(input, context)
  const { Prefix: prefix = '', Delimiter: delimiter = '', Marker: after = '' } = input
  const encode = nameEncoder(input.EncodingType)
  const most = pageSize(input.MaxKeys, 'max-keys')
  const page =
    most === 0
      ? { documents: [], commonPrefixes: [], next: undefined }
      : listKeys(indexOf(context.sandbox, found), { prefix, delimiter, after, most }, isListed)
  const { documents, commonPrefixes, next } = page
  return {
    IsTruncated: next !== undefined,
    Marker: encode(after),
    // Without a delimiter the last key itself is the next marker.
    ...(next !== undefined && delimiter !== '' && { NextMarker: encode(next) }),
    ...(documents.length > 0 && { Contents: documents.map(one => listedObject(one, found, encode, true)) }),
    Name: found.bucket.name,
    Prefix: encode(prefix),
    ...(delimiter !== '' && { Delimiter: encode(delimiter) }),
    MaxKeys: most,
    ...(commonPrefixes.length > 0 && {
      CommonPrefixes: commonPrefixes.map(Prefix => ({ Prefix: encode(Prefix) })),
    }),
    ...(input.EncodingType && { EncodingType: input.EncodingType }),
  }
}
