import type { Sandbox } from '../../operation.ts'
import type { ConditionContext } from '../iam/policy/conditions.ts'
import type { PolicyCaller } from '../iam/policy/resource-policy.ts'
import type { FoundBucket } from './buckets.ts'
import { s3 } from './store.ts'
import { parseTagging } from './tagging.ts'

/** Something that a caller wants to do to a bucket or an object. */
export interface Wish {
  /** Such as `s3:GetObject`. */
  action: string
  key?: string | undefined
  input?: Readonly<Record<string, unknown>>
}

/** Members of requests that S3's condition keys are about. */
const KEYS: Readonly<Record<string, string>> = {
  Prefix: 's3:prefix',
  Delimiter: 's3:delimiter',
  MaxKeys: 's3:max-keys',
  VersionId: 's3:VersionId',
  ACL: 's3:x-amz-acl',
  CopySource: 's3:x-amz-copy-source',
  MetadataDirective: 's3:x-amz-metadata-directive',
  ServerSideEncryption: 's3:x-amz-server-side-encryption',
  StorageClass: 's3:x-amz-storage-class',
  IfMatch: 's3:if-match',
  IfNoneMatch: 's3:if-none-match',
}

/** The values of the condition keys of a request to S3. */
export function conditionContext(
  { clock }: Sandbox,
  { principal, identity }: PolicyCaller,
  found: FoundBucket | undefined,
  { key, input = {} }: Wish,
): ConditionContext {
  const now = clock.now()
  const context = new Map<string, string | string[]>([
    ['aws:RequestedRegion', found?.scope.region ?? 'us-east-1'],
    ['aws:PrincipalArn', identity.Arn],
    ['aws:PrincipalAccount', principal.accountId],
    ['aws:userid', principal.userId],
    ['aws:CurrentTime', new Date(now).toISOString()],
    ['aws:EpochTime', String(Math.floor(now / 1000))],
    ['aws:SourceIp', '127.0.0.1'],
    ['aws:SecureTransport', 'true'],
  ])
  if ('UserName' in identity) context.set('aws:username', String(identity.UserName))
  for (const { Key, Value } of identity.tags) context.set(`aws:PrincipalTag/${Key}`, Value)
  if (found) context.set('aws:ResourceAccount', found.scope.accountId)
  if (found) context.set('s3:ResourceAccount', found.scope.accountId)
  for (const [member, name] of Object.entries(KEYS)) {
    const value = input[member]
    if (typeof value === 'string' || typeof value === 'number') context.set(name, String(value))
  }
  const { Tagging } = input
  if (typeof Tagging === 'string') {
    for (const { Key = '', Value = '' } of parseTagging(Tagging)) {
      context.set(`s3:RequestObjectTag/${Key}`, Value)
    }
  }
  const held =
    found && key !== undefined ? s3(found.scope).keys(found.bucket.name).get(key)?.versions[0] : undefined
  for (const { Key = '', Value = '' } of held?.object?.tags ?? []) {
    context.set(`s3:ExistingObjectTag/${Key}`, Value)
  }
  for (const { Key = '', Value = '' } of found?.bucket.tags ?? [])
    context.set(`aws:ResourceTag/${Key}`, Value)
  return context
}
