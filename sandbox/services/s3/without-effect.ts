import type { WithoutEffect } from '../../gateway/service.ts'

const ENCRYPTION = 'kept and answered; nothing is encrypted on this machine’s disk'

/** Parameters that are accepted and change nothing. */
export const withoutEffect: WithoutEffect = {
  CopyObject: {
    ServerSideEncryption: ENCRYPTION,
    StorageClass: 'kept; all classes are stored alike',
    AnnotationDirective: 'objects have no annotations',
    SSECustomerKeyMD5: 'keys of customers are refused',
    SSEKMSEncryptionContext: 'there are no keys of KMS',
    'CopySourceSSECustomerAlgorithm, CopySourceSSECustomerKey, CopySourceSSECustomerKeyMD5':
      'no object is encrypted with a customer’s key',
    RequestPayer: 'nobody pays for requests',
    'ObjectLockEventHold, ObjectLockEventHoldDurationDays, ObjectLockEventHoldDurationYears':
      'there is no Object Lock',
  },
  CreateMultipartUpload: {
    ServerSideEncryption: ENCRYPTION,
    StorageClass: 'kept; all classes are stored alike',
    SSECustomerKeyMD5: 'keys of customers are refused',
    SSEKMSEncryptionContext: 'there are no keys of KMS',
    RequestPayer: 'nobody pays for requests',
    'ObjectLockEventHold, ObjectLockEventHoldDurationDays, ObjectLockEventHoldDurationYears':
      'there is no Object Lock',
  },
  PutBucketEncryption: { ServerSideEncryptionConfiguration: ENCRYPTION },
  PutBucketLifecycleConfiguration: { LifecycleConfiguration: 'kept; no object is moved or expires' },
  PutBucketLogging: { BucketLoggingStatus: 'kept; no request is logged' },
  PutBucketNotificationConfiguration: {
    NotificationConfiguration:
      'with EventBridgeConfiguration EventBridge is told of objects that come, not of those that go; nobody else is told',
    SkipDestinationValidation: 'destinations are not asked',
  },
  PutBucketWebsite: { WebsiteConfiguration: 'kept; no website is served' },
  PutObject: {
    ServerSideEncryption: ENCRYPTION,
    StorageClass: 'kept; all classes are stored alike',
    SSECustomerKeyMD5: 'keys of customers are refused',
    SSEKMSEncryptionContext: 'there are no keys of KMS',
    RequestPayer: 'nobody pays for requests',
    'ObjectLockEventHold, ObjectLockEventHoldDurationDays, ObjectLockEventHoldDurationYears':
      'there is no Object Lock',
  },
  AbortMultipartUpload: {
    RequestPayer: 'nobody pays for requests',
    IfMatchInitiatedTime: 'is for directory buckets',
  },
  CompleteMultipartUpload: {
    RequestPayer: 'nobody pays for requests',
    SSECustomerKeyMD5: 'keys of customers are refused',
  },
  CreateBucket: {
    BucketNamespace: 'names are unique among all accounts',
  },
  DeleteObject: {
    RequestPayer: 'nobody pays for requests',
    BypassGovernanceRetention: 'there is no Object Lock',
    'IfMatchLastModifiedTime, IfMatchSize': 'is for directory buckets',
  },
  DeleteObjects: {
    RequestPayer: 'nobody pays for requests',
    BypassGovernanceRetention: 'there is no Object Lock',
  },
  GetBucketAccelerateConfiguration: {
    RequestPayer: 'nobody pays for requests',
  },
  GetObject: {
    SSECustomerKeyMD5: 'keys of customers are refused',
    RequestPayer: 'nobody pays for requests',
  },
  GetObjectAcl: {
    RequestPayer: 'nobody pays for requests',
  },
  GetObjectAttributes: {
    SSECustomerKeyMD5: 'keys of customers are refused',
    RequestPayer: 'nobody pays for requests',
  },
  GetObjectTagging: {
    RequestPayer: 'nobody pays for requests',
  },
  HeadObject: {
    SSECustomerKeyMD5: 'keys of customers are refused',
    RequestPayer: 'nobody pays for requests',
  },
  ListMultipartUploads: {
    RequestPayer: 'nobody pays for requests',
  },
  ListObjectVersions: {
    RequestPayer: 'nobody pays for requests',
    OptionalObjectAttributes: 'no object is archived',
  },
  ListObjects: {
    RequestPayer: 'nobody pays for requests',
    OptionalObjectAttributes: 'no object is archived',
  },
  ListObjectsV2: {
    RequestPayer: 'nobody pays for requests',
    OptionalObjectAttributes: 'no object is archived',
  },
  ListParts: {
    RequestPayer: 'nobody pays for requests',
    SSECustomerKeyMD5: 'keys of customers are refused',
  },
  PutBucketPolicy: {
    ConfirmRemoveSelfBucketAccess:
      'a policy may lock its author out; the account’s owner can still remove it',
  },
  PutObjectAcl: {
    RequestPayer: 'nobody pays for requests',
  },
  PutObjectTagging: {
    RequestPayer: 'nobody pays for requests',
  },
  UploadPart: {
    SSECustomerKeyMD5: 'keys of customers are refused',
    RequestPayer: 'nobody pays for requests',
  },
  UploadPartCopy: {
    SSECustomerKeyMD5: 'keys of customers are refused',
    'CopySourceSSECustomerAlgorithm, CopySourceSSECustomerKey, CopySourceSSECustomerKeyMD5':
      'no object is encrypted with a customer’s key',
    RequestPayer: 'nobody pays for requests',
  },
}
