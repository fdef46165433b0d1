import { createHmac } from 'node:crypto'
import { Accounts } from '../../../gateway/accounts.ts'
import type { Sandbox } from '../../../operation.ts'
import { createBucket } from '../../s3/operations/create-bucket.ts'
import { deleteObject } from '../../s3/operations/delete-object.ts'
import { findBucket } from '../../s3/buckets.ts'
import { readObject } from '../../s3/read-object.ts'

/** An account of CloudFormation's own, which has the buckets for custom resources' answers, as on AWS. */
const OWNER = '000000000001'
const VALID_S = 2 * 3600

/** What a custom resource's function answers. */
export interface CustomResponse {
  Status?: string
  Reason?: string
  PhysicalResourceId?: string
  NoEcho?: boolean
  Data?: Record<string, unknown>
}

/** A presigned link to which the answer to a request is put. */
export async function responseUrl(sandbox: Sandbox, region: string, key: string): Promise<string> {
  const accounts = new Accounts(sandbox.store, sandbox.clock)
  if (!accounts.has(OWNER)) accounts.create(OWNER)
  const { accessKeyId, secretAccessKey } = accounts.key(OWNER)
  const Bucket = bucketName(region)
  if (!findBucket(sandbox, Bucket)) {
    const LocationConstraint = region as 'eu-west-1'
    await createBucket(
      { Bucket, ...(region !== 'us-east-1' && { CreateBucketConfiguration: { LocationConstraint } }) },
      contextOf(sandbox, region),
    )
  }
  const expires = Math.floor(sandbox.clock.now() / 1000) + VALID_S
  const toSign = `PUT\n\n\n${expires}\n/${Bucket}/${key}`
  const Signature = createHmac('sha1', secretAccessKey).update(toSign).digest('base64')
  const query = new URLSearchParams({ AWSAccessKeyId: accessKeyId, Expires: String(expires), Signature })
  return `https://${Bucket}.s3.${region}.amazonaws.com/${key}?${query.toString()}`
}

/** The answer that has come, which is then forgotten; undefined while there is none. */
export async function takeResponse(
  sandbox: Sandbox,
  region: string,
  key: string,
): Promise<CustomResponse | undefined> {
  const found = await readObject(sandbox, { accountId: OWNER }, bucketName(region), key)
  if (!found) return undefined
  const chunks: Buffer[] = []
  for await (const chunk of found.stream) chunks.push(chunk as Buffer)
  await deleteObject({ Bucket: bucketName(region), Key: key }, contextOf(sandbox, region))
  try {
    return JSON.parse(Buffer.concat(chunks).toString()) as CustomResponse
  } catch {
    return { Status: 'FAILED', Reason: 'Invalid response object: it is no JSON.' }
  }
}

function bucketName(region: string): string {
  return `cloudformation-custom-resource-response-${region.replaceAll('-', '')}`
}

function contextOf(sandbox: Sandbox, region: string) {
  const arn = `arn:aws:iam::${OWNER}:root`
  const { accessKeyId } = new Accounts(sandbox.store, sandbox.clock).key(OWNER)
  const principal = { accountId: OWNER, arn, userId: OWNER, accessKeyId }
  const scope = sandbox.store.scope(OWNER, region)
  return { accountId: OWNER, region, requestId: 'custom-resource', principal, scope, sandbox }
}
