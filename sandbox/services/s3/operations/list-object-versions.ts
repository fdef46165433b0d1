import type {
  DeleteMarkerEntry,
  ListObjectVersionsOutput,
  ListObjectVersionsRequest,
  ObjectVersion,
} from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { canonicalId, type FoundBucket, requestedBucket } from '../buckets.ts'
import { invalidArgument } from '../errors.ts'
import { compareKeys } from '../key-index.ts'
import { listKeys, nameEncoder, pageSize } from '../listing.ts'
import { indexOf } from '../objects.ts'
import type { KeyDocument, VersionDocument } from '../store.ts'

/** Lists all versions of a bucket's objects and their delete markers, newest first of each key. */
export const listObjectVersions: Operation<ListObjectVersionsRequest, ListObjectVersionsOutput> = (
  input,
  context,
) => {
  const found = requestedBucket(input, context)
  const { Prefix: prefix = '', Delimiter: delimiter = '', KeyMarker = '', VersionIdMarker } = input
  if (VersionIdMarker !== undefined && input.KeyMarker === undefined) {
    throw invalidArgument(
      'A version-id marker cannot be specified without a key marker.',
      'version-id-marker',
      VersionIdMarker,
    )
  }
  const encode = nameEncoder(input.EncodingType)
  const most = pageSize(input.MaxKeys, 'max-keys')
  const index = indexOf(context.sandbox, found)
  // The key of the marker has versions left where the last page ended in the midst of them.
  const begun = VersionIdMarker === undefined ? undefined : index.get(KeyMarker)
  const left = begun ? versionsAfter(begun, VersionIdMarker ?? '') : []
  const page = listKeys(index, { prefix, delimiter, after: KeyMarker, most: Math.max(1, most) }, () => true)
  const entries = [
    ...left,
    ...page.documents.flatMap(one => one.versions.map(version => ({ document: one, version }))),
  ]
  const merged = [
    ...entries.map(entry => ({ name: entry.document.key, entry })),
    ...page.commonPrefixes.map(name => ({ name, entry: undefined })),
  ].sort((a, b) => compareKeys(a.name, b.name))
  const shown = merged.slice(0, most)
  const last = shown.at(-1)
  const truncated = most > 0 && (merged.length > shown.length || page.next !== undefined)
  const versions = shown.flatMap(({ entry }) => (entry ? [entry] : []))
  return {
    IsTruncated: truncated,
    KeyMarker: encode(KeyMarker),
    VersionIdMarker: VersionIdMarker ?? '',
    ...(truncated && last && { NextKeyMarker: encode(last.name) }),
    ...(truncated && last?.entry && { NextVersionIdMarker: last.entry.version.versionId }),
    Versions: versions.filter(({ version }) => version.object).map(one => shownVersion(one, found, encode)),
    DeleteMarkers: versions
      .filter(({ version }) => !version.object)
      .map(one => shownMarker(one, found, encode)),
    Name: found.bucket.name,
    Prefix: encode(prefix),
    ...(delimiter !== '' && { Delimiter: encode(delimiter) }),
    MaxKeys: most,
    CommonPrefixes: shown.filter(({ entry }) => !entry).map(({ name }) => ({ Prefix: encode(name) })),
    ...(input.EncodingType && { EncodingType: input.EncodingType }),
  }
}

interface Entry {
  document: KeyDocument
  version: VersionDocument
}

function versionsAfter(document: KeyDocument, versionId: string): Entry[] {
  const at = document.versions.findIndex(version => version.versionId === versionId)
  return document.versions.slice(at + 1).map(version => ({ document, version }))
}

function shownMarker(
  { document, version }: Entry,
  { scope }: FoundBucket,
  encode: (name: string) => string,
): DeleteMarkerEntry {
  return {
    Key: encode(document.key),
    VersionId: version.versionId,
    IsLatest: version === document.versions[0],
    LastModified: new Date(version.lastModified),
    Owner: { ID: canonicalId(scope.accountId) },
  }
}

function shownVersion(entry: Entry, found: FoundBucket, encode: (name: string) => string): ObjectVersion {
  const { object } = entry.version
  return {
    ...shownMarker(entry, found, encode),
    ETag: object?.eTag,
    Size: object?.size,
    StorageClass: object?.storageClass as 'STANDARD',
    ...(object?.checksum && {
      ChecksumAlgorithm: [object.checksum.algorithm],
      ChecksumType: object.checksum.type,
    }),
  }
}
