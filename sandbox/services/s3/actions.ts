/** IAM's names for what operations do, where they are not the operations' own. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  AbortMultipartUpload: ['AbortMultipartUpload'],
  CompleteMultipartUpload: ['PutObject'],
  CopyObject: ['PutObject'],
  CreateMultipartUpload: ['PutObject'],
  DeleteBucketCors: ['PutBucketCORS'],
  DeleteBucketEncryption: ['PutEncryptionConfiguration'],
  DeleteBucketLifecycle: ['PutLifecycleConfiguration'],
  DeleteBucketOwnershipControls: ['PutBucketOwnershipControls'],
  DeleteBucketTagging: ['PutBucketTagging'],
  // Asked for each key by the operation itself, which answers a denied one beside the others.
  DeleteObjects: [],
  DeletePublicAccessBlock: ['PutBucketPublicAccessBlock'],
  GetBucketCors: ['GetBucketCORS'],
  GetBucketEncryption: ['GetEncryptionConfiguration'],
  GetBucketLifecycleConfiguration: ['GetLifecycleConfiguration'],
  GetBucketNotificationConfiguration: ['GetBucketNotification'],
  GetObjectAttributes: ['GetObject', 'GetObjectAttributes'],
  GetPublicAccessBlock: ['GetBucketPublicAccessBlock'],
  HeadBucket: ['ListBucket'],
  HeadObject: ['GetObject'],
  ListBuckets: ['ListAllMyBuckets'],
  ListMultipartUploads: ['ListBucketMultipartUploads'],
  ListObjectVersions: ['ListBucketVersions'],
  ListObjects: ['ListBucket'],
  ListObjectsV2: ['ListBucket'],
  ListParts: ['ListMultipartUploadParts'],
  PutBucketCors: ['PutBucketCORS'],
  PutBucketEncryption: ['PutEncryptionConfiguration'],
  PutBucketLifecycleConfiguration: ['PutLifecycleConfiguration'],
  PutBucketNotificationConfiguration: ['PutBucketNotification'],
  PutPublicAccessBlock: ['PutBucketPublicAccessBlock'],
  UploadPart: ['PutObject'],
  UploadPartCopy: ['PutObject'],
}

const OF_VERSIONS: Readonly<Record<string, string>> = {
  GetObject: 'GetObjectVersion',
  GetObjectAttributes: 'GetObjectVersionAttributes',
  GetObjectAcl: 'GetObjectVersionAcl',
  PutObjectAcl: 'PutObjectVersionAcl',
  DeleteObject: 'DeleteObjectVersion',
  GetObjectTagging: 'GetObjectVersionTagging',
  PutObjectTagging: 'PutObjectVersionTagging',
  DeleteObjectTagging: 'DeleteObjectVersionTagging',
}

/** What a caller must be allowed for an operation, such as `s3:GetObject`. */
export function actionsOf(operation: string, input: Readonly<Record<string, unknown>>): string[] {
  const actions = [...(ACTIONS[operation] ?? [operation])]
  const isWrite =
    operation === 'PutObject' || operation === 'CreateMultipartUpload' || operation === 'CopyObject'
  if (isWrite && input['Tagging'] !== undefined) actions.push('PutObjectTagging')
  if (isWrite && input['ACL'] !== undefined) actions.push('PutObjectAcl')
  const ofVersion = input['VersionId'] !== undefined
  return actions.map(action => `s3:${(ofVersion && OF_VERSIONS[action]) || action}`)
}
