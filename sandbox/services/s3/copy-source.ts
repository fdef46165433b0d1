import type { CopyObjectRequest, UploadPartCopyRequest } from '@aws-sdk/client-s3'
import type { OperationContext } from '../../operation.ts'
import { demandAccess } from './access.ts'
import { findBucket, type FoundBucket } from './buckets.ts'
import { checkCopyConditions } from './conditions.ts'
import { describedObject } from './describe-object.ts'
import { accessDenied, invalidArgument, invalidRequest, noSuchBucket } from './errors.ts'
import { type FoundObject, requestedObject } from './objects.ts'
import type { ObjectDescription } from './store.ts'
import { parseTagging } from './tagging.ts'

/** An object that is to be copied. */
export interface CopySource {
  found: FoundBucket
  object: FoundObject
}

/** The object that x-amz-copy-source names. Throws when it is not there, may not be read, or is not as the request expects it. */
export function requestedSource(
  input: CopyObjectRequest | UploadPartCopyRequest,
  context: OperationContext,
): CopySource {
  const { CopySource: text = '', ExpectedSourceBucketOwner: owner } = input
  const { bucket, key, versionId } = parseSource(text)
  const found = findBucket(context.sandbox, bucket)
  if (!found) throw noSuchBucket(bucket)
  if (owner !== undefined && owner !== found.scope.accountId) throw accessDenied()
  const action = versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion'
  demandAccess(context.sandbox, context.principal, found, { action, key })
  const object = requestedObject(context, found, { Key: key, VersionId: versionId })
  checkCopyConditions(input, object)
  return { found, object }
}

/** What is said of the copy: what the request says, or what is said of the source. Throws InvalidRequest for a copy that changes nothing. */
export function copiedObject(
  input: CopyObjectRequest,
  source: CopySource,
  found: FoundBucket,
): ObjectDescription {
  const { MetadataDirective = 'COPY', TaggingDirective = 'COPY' } = input
  for (const [name, value] of Object.entries({ MetadataDirective, TaggingDirective })) {
    if (value !== 'COPY' && value !== 'REPLACE') {
      throw invalidArgument(
        name === 'TaggingDirective' ? 'Unknown tagging directive.' : 'Unknown metadata directive.',
        name === 'TaggingDirective' ? 'x-amz-tagging-directive' : 'x-amz-metadata-directive',
        value,
      )
    }
  }
  const { document, version, object } = source.object
  const asked = describedObject({ ...input, Tagging: undefined }, found)
  const changes =
    MetadataDirective === 'REPLACE' ||
    input.StorageClass !== undefined ||
    input.WebsiteRedirectLocation !== undefined ||
    input.ServerSideEncryption !== undefined ||
    version !== document.versions[0]
  const isSame = source.found.bucket.name === found.bucket.name && document.key === input.Key
  if (isSame && !changes) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    )
  }
  const tags = TaggingDirective === 'REPLACE' ? parseTagging(input.Tagging ?? '') : object.tags
  if (MetadataDirective === 'REPLACE') return { ...asked, tags }
  return { ...asked, headers: object.headers, metadata: object.metadata, tags }
}

function parseSource(text: string): { bucket: string; key: string; versionId: string | undefined } {
  const wrong = (message: string) => invalidArgument(message, 'x-amz-copy-source', text)
  const mark = text.lastIndexOf('?versionId=')
  const path = mark === -1 ? text : text.slice(0, mark)
  let decoded: string
  try {
    decoded = decodeURIComponent(path.replaceAll('+', '%20'))
  } catch {
    throw wrong('Copy Source must mention the source bucket and key: sourcebucket/sourcekey')
  }
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decoded) ?? []
  if (bucket === undefined || key === undefined) {
    throw wrong('Copy Source must mention the source bucket and key: sourcebucket/sourcekey')
  }
  return { bucket, key, versionId: mark === -1 ? undefined : text.slice(mark + 11) }
}
