import type { ListObjectsV2Output, ListObjectsV2Request } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { invalidArgument } from '../errors.ts'
import { listKeys, nameEncoder, pageSize } from '../listing.ts'
import { indexOf } from '../objects.ts'
import { isListed, listedObject } from '../shown-objects.ts'

/** Lists a bucket's objects in the order of their keys. */
export const listObjectsV2: Operation<ListObjectsV2Request, ListObjectsV2Output> = (input, context) => {
  const found = requestedBucket(input, context)
  const { Prefix: prefix = '', Delimiter: delimiter = '', StartAfter, ContinuationToken: token } = input
  const encode = nameEncoder(input.EncodingType)
  const most = pageSize(input.MaxKeys, 'max-keys')
  const after = token === undefined ? (StartAfter ?? '') : tokenKey(token)
  const page =
    most === 0
      ? { documents: [], commonPrefixes: [], next: undefined }
      : listKeys(indexOf(context.sandbox, found), { prefix, delimiter, after, most }, isListed)
  const { documents, commonPrefixes, next } = page
  return {
    IsTruncated: next !== undefined,
    ...(documents.length > 0 && {
      Contents: documents.map(one => listedObject(one, found, encode, input.FetchOwner === true)),
    }),
    Name: found.bucket.name,
    Prefix: encode(prefix),
    ...(delimiter !== '' && { Delimiter: encode(delimiter) }),
    MaxKeys: most,
    ...(commonPrefixes.length > 0 && {
      CommonPrefixes: commonPrefixes.map(Prefix => ({ Prefix: encode(Prefix) })),
    }),
    ...(input.EncodingType && { EncodingType: input.EncodingType }),
    KeyCount: documents.length + commonPrefixes.length,
    ...(token !== undefined && { ContinuationToken: token }),
    ...(next !== undefined && { NextContinuationToken: Buffer.from(`1${next}`).toString('base64') }),
    ...(StartAfter !== undefined && { StartAfter: encode(StartAfter) }),
  }
}

function tokenKey(token: string): string {
  const text = Buffer.from(token, 'base64').toString()
  if (text.startsWith('1')) return text.slice(1)
  throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token)
}
