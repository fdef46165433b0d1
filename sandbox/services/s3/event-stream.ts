import type { OperationContext } from '../../operation.ts'
import { putEvent } from '../events/put-event.ts'
import type { FoundBucket } from './buckets.ts'

/** An object that has come into a bucket. */
export interface CreatedObject {
  key: string
  size: number
  eTag: string
  versionId: string | undefined
  /** The operation that brought it. */
  reason: 'PutObject' | 'CopyObject' | 'CompleteMultipartUpload'
}

/** Sends "Object Created", where the bucket's notification configuration names EventBridge. */
export function sendObjectCreated(
  { sandbox, requestId, principal }: OperationContext,
  { scope, bucket }: FoundBucket,
  { key, size, eTag, versionId, reason }: CreatedObject,
): void {
  if (!bucket.notification?.EventBridgeConfiguration) return
  putEvent(sandbox, scope, {
    ...{ source: 'aws.s3', detailType: 'Object Created', resources: [`arn:aws:s3:::${bucket.name}`] },
    detail: {
      version: '0',
      bucket: { name: bucket.name },
      object: {
        ...{ key, size, etag: eTag.replaceAll('"', ''), 'version-id': versionId },
        sequencer: sandbox.clock.now().toString(16).toUpperCase().padStart(18, '0'),
      },
      'request-id': requestId,
      requester: principal.accountId,
      reason,
    },
  })
}
