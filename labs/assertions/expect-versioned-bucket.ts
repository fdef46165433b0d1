import { GetBucketNotificationConfigurationCommand, GetBucketVersioningCommand } from '@aws-sdk/client-s3'
import type { LabAccount, Verdict } from '../define.ts'
import { fail, pass } from './verdicts.ts'

/** A bucket keeps versions, and tells EventBridge of what comes. */
export async function expectVersionedBucket(
  { aws }: LabAccount,
  {
    name: Bucket,
    keepVersions,
    tellEventBridge,
  }: { name: string; keepVersions: string; tellEventBridge: string },
): Promise<Verdict> {
  const { Status } = await aws.s3.send(new GetBucketVersioningCommand({ Bucket }))
  if (Status !== 'Enabled') {
    return fail('not-versioned', {
      title: 'It forgets what was there before',
      expected: 'a bucket with versioning Enabled',
      observed: Status ?? 'no versioning: what comes under the same name replaces what was there',
      next: `Let it keep versions: \`${keepVersions}\``,
    })
  }
  const { EventBridgeConfiguration } = await aws.s3.send(
    new GetBucketNotificationConfigurationCommand({ Bucket }),
  )
  if (!EventBridgeConfiguration) {
    return fail('no-events', {
      title: 'It tells nobody',
      expected: 'a bucket that tells EventBridge of what comes',
      observed: 'no EventBridgeConfiguration: S3 sends no events unless it is asked to',
      next: `Ask it to: \`${tellEventBridge}\``,
    })
  }
  return pass('It keeps versions, and tells EventBridge of what comes.')
}
