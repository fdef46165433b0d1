import { createHmac } from 'node:crypto'
import type { Readable } from 'node:stream'
import { readSegments } from '../../../dataplane/objects/read-segments.ts'
import { Accounts } from '../../../gateway/accounts.ts'
import type { OperationContext, Sandbox } from '../../../operation.ts'
import { findBucket } from '../../s3/buckets.ts'
import { indexOf } from '../../s3/objects.ts'
import { createBucket } from '../../s3/operations/create-bucket.ts'
import { deleteObject } from '../../s3/operations/delete-object.ts'
import { putBucketVersioning } from '../../s3/operations/put-bucket-versioning.ts'

/** An account of CloudFormation's own, which has the buckets that custom resources and wait conditions answer to, as on AWS. */
const OWNER = '000000000001'
/** Bytes of a letter that are read: whoever has a link can put anything there. */
const LONGEST = 65_536
/** Letters that are read. */
const MOST = 1000

/** A place in one of CloudFormation's own buckets, to which others put what they have to say. */
export interface Letterbox {
  sandbox: Sandbox
  region: string
  bucket: string
  key: string
}

/** Path and query of a presigned link (Signature Version 2) to put one object, without Content-Type; the bucket keeps every version of it. */
export async function presignedPut(
  { sandbox, region, bucket: Bucket, key }: Letterbox,
  validS: number,
): Promise<string> {
  const accounts = new Accounts(sandbox.store, sandbox.clock)
  if (!accounts.has(OWNER)) accounts.create(OWNER)
  const { accessKeyId, secretAccessKey } = accounts.key(OWNER)
  if (!findBucket(sandbox, Bucket)) {
    const context = contextOf(sandbox, region)
    const LocationConstraint = region as 'eu-west-1'
    const place = region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint } }
    await createBucket({ Bucket, ...place }, context)
    await putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }, context)
  }
  const expires = Math.floor(sandbox.clock.now() / 1000) + validS
  const toSign = `PUT\n\n\n${expires}\n/${Bucket}/${key}`
  const Signature = createHmac('sha1', secretAccessKey).update(toSign).digest('base64')
  const query = new URLSearchParams({ AWSAccessKeyId: accessKeyId, Expires: String(expires), Signature })
  return `${key}?${query.toString()}`
}

/** All that has been put there, the oldest first; of what is too long the beginning, and of too many the first. */
export async function lettersIn({ sandbox, bucket, key }: Letterbox): Promise<string[]> {
  const found = findBucket(sandbox, bucket)
  if (found?.scope.accountId !== OWNER) return []
  const versions = indexOf(sandbox, found).get(key)?.versions ?? []
  const texts = versions.slice(-MOST).flatMap(({ object }) => {
    const size = Math.min(object?.size ?? 0, LONGEST)
    return object ? [textOf(readSegments(sandbox, OWNER, object.segments, 0, size - 1))] : []
  })
  return (await Promise.all(texts)).reverse()
}

/** Forgets all that has been put there. */
export async function emptyLetterbox({ sandbox, region, bucket, key }: Letterbox): Promise<void> {
  const found = findBucket(sandbox, bucket)
  if (found?.scope.accountId !== OWNER) return
  for (const { versionId } of [...(indexOf(sandbox, found).get(key)?.versions ?? [])]) {
    await deleteObject({ Bucket: bucket, Key: key, VersionId: versionId }, contextOf(sandbox, region))
  }
}

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

function contextOf(sandbox: Sandbox, region: string): OperationContext {
  const arn = `arn:aws:iam::${OWNER}:root`
  const { accessKeyId } = new Accounts(sandbox.store, sandbox.clock).key(OWNER)
  const principal = { accountId: OWNER, arn, userId: OWNER, accessKeyId }
  const scope = sandbox.store.scope(OWNER, region)
  return { accountId: OWNER, region, requestId: 'cloudformation', principal, scope, sandbox }
}
