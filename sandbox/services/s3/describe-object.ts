import type { PutObjectRequest } from '@aws-sdk/client-s3'
import { AwsError } from '../../operation.ts'
import { cannedGrants } from './acl.ts'
import type { FoundBucket } from './buckets.ts'
import { invalidRequest } from './errors.ts'
import type { ContentHeaders, ObjectDescription } from './store.ts'
import { parseTagging } from './tagging.ts'

type Described = Pick<
  PutObjectRequest,
  | keyof ContentHeaders
  | 'ACL'
  | 'GrantFullControl'
  | 'GrantRead'
  | 'GrantReadACP'
  | 'GrantWriteACP'
  | 'Metadata'
  | 'StorageClass'
  | 'Tagging'
  | 'ServerSideEncryption'
  | 'SSEKMSKeyId'
  | 'SSECustomerAlgorithm'
  | 'SSECustomerKey'
  | 'ObjectLockMode'
  | 'ObjectLockRetainUntilDate'
  | 'ObjectLockLegalHoldStatus'
>

const STORAGE_CLASSES = new Set(
  'STANDARD REDUCED_REDUNDANCY STANDARD_IA ONEZONE_IA INTELLIGENT_TIERING GLACIER DEEP_ARCHIVE GLACIER_IR'.split(
    ' ',
  ),
)
const LARGEST_METADATA = 2048

/** What a request says of the object it puts. Throws what S3 says of a header that is wrong. */
export function describedObject(input: Described, found: FoundBucket): ObjectDescription {
  const { Metadata: metadata = {}, StorageClass: storageClass = 'STANDARD' } = input
  if (!STORAGE_CLASSES.has(storageClass)) {
    throw new AwsError('InvalidStorageClass', 'The storage class you specified is not valid', 400, {
      members: { StorageClassRequested: storageClass },
    })
  }
  const size = Object.entries(metadata).reduce((sum, [key, value]) => sum + key.length + value.length, 0)
  if (size > LARGEST_METADATA) {
    throw new AwsError(
      'MetadataTooLarge',
      'Your metadata headers exceed the maximum allowed metadata size',
      400,
      { members: { Size: String(size), MaxSizeAllowed: String(LARGEST_METADATA) } },
    )
  }
  if (input.ObjectLockMode ?? input.ObjectLockRetainUntilDate ?? input.ObjectLockLegalHoldStatus) {
    throw invalidRequest('Bucket is missing Object Lock Configuration')
  }
  refuseCustomerKeys(input)
  const grants = cannedGrants(input, found)
  return {
    headers: contentHeaders(input),
    metadata,
    storageClass,
    tags: parseTagging(input.Tagging ?? ''),
    ...(grants.length > 0 && { grants }),
    ...encryptionOf(input),
  }
}

/** The headers that an object is served with. */
export function contentHeaders(input: ContentHeaders): ContentHeaders {
  const headers: ContentHeaders = {
    ContentType: input.ContentType ?? 'binary/octet-stream',
    ContentEncoding: input.ContentEncoding,
    ContentDisposition: input.ContentDisposition,
    ContentLanguage: input.ContentLanguage,
    CacheControl: input.CacheControl,
    Expires: input.Expires,
    WebsiteRedirectLocation: input.WebsiteRedirectLocation,
  }
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined))
}

/** Throws NotImplemented: an object that only its owner's key opens would be stored in the clear here. */
export function refuseCustomerKeys(input: {
  SSECustomerAlgorithm?: string | undefined
  SSECustomerKey?: string | undefined
}): void {
  if (input.SSECustomerAlgorithm === undefined && input.SSECustomerKey === undefined) return
  throw new AwsError(
    'NotImplemented',
    'The practice account does not encrypt with customer-provided keys (SSE-C). Leave the x-amz-server-side-encryption-customer headers away.',
    501,
  )
}

/** What an answer says of an object's encryption: the object's own, or the bucket's default. */
export function shownEncryption(
  own: ObjectDescription['encryption'],
  { bucket }: FoundBucket,
): { ServerSideEncryption: 'AES256'; SSEKMSKeyId?: string } {
  const rule = bucket.encryption?.Rules?.[0]?.ApplyServerSideEncryptionByDefault
  const algorithm = own?.algorithm ?? rule?.SSEAlgorithm ?? 'AES256'
  const keyId = own?.keyId ?? (own ? undefined : rule?.KMSMasterKeyID)
  return { ServerSideEncryption: algorithm as 'AES256', ...(keyId !== undefined && { SSEKMSKeyId: keyId }) }
}

function encryptionOf({ ServerSideEncryption: algorithm, SSEKMSKeyId }: Described) {
  if (algorithm === undefined) return {}
  if (!['AES256', 'aws:kms', 'aws:kms:dsse'].includes(algorithm)) {
    throw new AwsError(
      'InvalidEncryptionAlgorithmError',
      'The encryption request you specified is not valid. Supported value: AES256, aws:kms, aws:kms:dsse',
    )
  }
  return { encryption: { algorithm, ...(SSEKMSKeyId !== undefined && { keyId: SSEKMSKeyId }) } }
}
