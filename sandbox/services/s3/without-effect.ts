import type { WithoutEffect } from '../../gateway/service.ts'

const ENCRYPTION = 'kept and answered; nothing is encrypted on this machine’s disk'

/** Parameters that are accepted and change nothing. */
export const withoutEffect: WithoutEffect = {
  CopyObject: { ServerSideEncryption: ENCRYPTION, StorageClass: 'kept; all classes are stored alike' },
  CreateMultipartUpload: {
    ServerSideEncryption: ENCRYPTION,
    StorageClass: 'kept; all classes are stored alike',
  },
  PutBucketEncryption: { ServerSideEncryptionConfiguration: ENCRYPTION },
  PutBucketLifecycleConfiguration: { LifecycleConfiguration: 'kept; no object is moved or expires' },
  PutBucketLogging: { BucketLoggingStatus: 'kept; no request is logged' },
  PutBucketNotificationConfiguration: { NotificationConfiguration: 'kept; nobody is told' },
  PutBucketWebsite: { WebsiteConfiguration: 'kept; no website is served' },
  PutObject: { ServerSideEncryption: ENCRYPTION, StorageClass: 'kept; all classes are stored alike' },
}
