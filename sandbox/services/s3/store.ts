import type {
  CORSRule,
  Grant,
  LifecycleRule,
  LoggingEnabled,
  NotificationConfiguration,
  ObjectOwnership,
  PublicAccessBlockConfiguration,
  ServerSideEncryptionConfiguration,
  Tag,
  TransitionDefaultMinimumObjectSize,
  WebsiteConfiguration,
} from '@aws-sdk/client-s3'
import type { ChecksumName } from '../../dataplane/objects/checksums.ts'
import type { Segment } from '../../dataplane/objects/read-segments.ts'
import type { Collection, Scope } from '../../store/store.ts'

export interface BucketDocument {
  name: string
  /** Milliseconds since the epoch. */
  createdAt: number
  tags: Tag[]
  /** Absent until it is first set: such a bucket keeps no versions. */
  versioning?: 'Enabled' | 'Suspended'
  policyText?: string
  publicAccessBlock?: PublicAccessBlockConfiguration
  ownership?: ObjectOwnership
  /** Its ownership controls were deleted, and have not been put again. */
  ownershipDeleted?: true
  /** Grants beyond the owner's own. */
  grants?: Grant[]
  encryption?: ServerSideEncryptionConfiguration
  lifecycle?: LifecycleRule[]
  lifecycleMinimum?: TransitionDefaultMinimumObjectSize
  cors?: CORSRule[]
  website?: Omit<WebsiteConfiguration, '$metadata'>
  logging?: LoggingEnabled
  notification?: NotificationConfiguration
}

/** Headers that an object is served with. */
export interface ContentHeaders {
  ContentType?: string | undefined
  ContentEncoding?: string | undefined
  ContentDisposition?: string | undefined
  ContentLanguage?: string | undefined
  CacheControl?: string | undefined
  Expires?: Date | undefined
  WebsiteRedirectLocation?: string | undefined
}

/** What a client says of an object when it puts it. */
export interface ObjectDescription {
  headers: ContentHeaders
  metadata: Record<string, string>
  storageClass: string
  tags: Tag[]
  /** Grants beyond the owner's own. */
  grants?: Grant[]
  /** Where the client asked for another encryption than the bucket's. */
  encryption?: { algorithm: string; keyId?: string }
}

export interface ObjectChecksum {
  algorithm: ChecksumName
  /** In base64; a composite one ends in `-` and the number of parts. */
  value: string
  type: 'FULL_OBJECT' | 'COMPOSITE'
}

/** One version of an object, or a delete marker. */
export interface VersionDocument {
  /** `null` in a bucket that keeps no versions. */
  versionId: string
  lastModified: number
  /** A delete marker has nothing of what follows. */
  object?: StoredObject
}

export interface StoredObject extends ObjectDescription {
  /** In quotes. */
  eTag: string
  size: number
  segments: Segment[]
  /** True for what came in parts. */
  multipart?: boolean
  checksum?: ObjectChecksum
  /** Of the parts, in the order of the segments, where they were taken. */
  partChecksums?: string[]
}

/** All versions of a key, newest first. */
export interface KeyDocument {
  key: string
  versions: VersionDocument[]
}

export interface UploadDocument extends ObjectDescription {
  id: string
  bucket: string
  key: string
  initiatedAt: number
  initiator: { id: string; name: string }
  checksumAlgorithm?: ChecksumName
  checksumType?: 'FULL_OBJECT' | 'COMPOSITE'
  /** The highest number a part has come with. */
  highestPart: number
}

export interface PartDocument {
  number: number
  /** In quotes. */
  eTag: string
  size: number
  file: string
  lastModified: number
  checksum?: { algorithm: ChecksumName; value: string }
}

/** The state of S3 in one account and region; a bucket is in the region it was made in. Bytes lie in files. */
export function s3(scope: Scope): {
  buckets: Collection<BucketDocument>
  uploads: Collection<UploadDocument>
  /** By `partKey`. */
  parts: Collection<PartDocument>
  keys(bucket: string): Collection<KeyDocument>
} {
  return {
    buckets: scope.collection('s3:bucket'),
    uploads: scope.collection('s3:upload'),
    parts: scope.collection('s3:part'),
    keys: bucket => scope.collection(`${KEYS}${bucket}`),
  }
}

/** A kind of its own for each bucket, as a bucket may have many keys. */
const KEYS = 's3:key:'

export function partKey(uploadId: string, number: number): string {
  return `${uploadId}/${number}`
}
