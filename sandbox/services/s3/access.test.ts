import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import * as s3 from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestBuckets, refusal, REGION, type TestBuckets } from './testing/test-buckets.ts'

let practice: TestBuckets
let Bucket: string
let stranger: s3.S3Client
let strangerId: string
let number = 0

beforeAll(async () => {
  practice = await openTestBuckets()
  const other = practice.running.createAccount()
  strangerId = other.accountId
  stranger = practice.client({ credentials: other })
})
afterAll(() => practice.close())

async function newBucket(): Promise<string> {
  Bucket = await practice.bucket()
  await practice.s3.send(new s3.PutObjectCommand({ Bucket, Key: 'a/k', Body: 'secret' }))
  return Bucket
}

/** A user of the learner's account with these statements. */
async function userWith(...Statement: object[]): Promise<{ name: string; s3: s3.S3Client }> {
  const iam = new IAMClient({
    endpoint: practice.running.endpoint,
    region: REGION,
    credentials: practice.key,
  })
  const UserName = `user-${++number}`
  await iam.send(new CreateUserCommand({ UserName }))
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }))
  if (Statement.length > 0) {
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument }))
  }
  const credentials = {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  }
  return {
    name: `arn:aws:iam::${practice.key.accountId}:user/${UserName}`,
    s3: practice.client({ credentials }),
  }
}

const allow = (Action: string | string[], Resource: string | string[], more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})
const get = (client: s3.S3Client, Key = 'a/k') => client.send(new s3.GetObjectCommand({ Bucket, Key }))
const setPolicy = (...Statement: object[]) =>
  practice.s3.send(
    new s3.PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }),
  )
const unblock = () => practice.s3.send(new s3.DeletePublicAccessBlockCommand({ Bucket }))
const anonymous = (path: string, options: RequestInit = {}) =>
  fetch(`${practice.running.endpoint}${path}`, options)

describe('of the own account', () => {
  test('who lacks a permission is told who lacks which for what', async () => {
    await newBucket()
    const user = await userWith()
    expect(await refusal(get(user.s3))).toMatchObject({
      name: 'AccessDenied',
      status: 403,
      message: `User: ${user.name} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::${Bucket}/a/k" because no identity-based policy allows the s3:GetObject action`,
    })
  })

  test('reading needs s3:GetObject, listing s3:ListBucket; without the second a missing object is denied', async () => {
    await newBucket()
    const reader = await userWith(allow('s3:GetObject', `arn:aws:s3:::${Bucket}/a/*`))
    expect(await (await get(reader.s3)).Body?.transformToString()).toBe('secret')
    expect(await refusal(get(reader.s3, 'b/k'))).toMatchObject({ name: 'AccessDenied' })
    expect(await refusal(get(reader.s3, 'a/missing'))).toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('s3:ListBucket') as string,
    })
    const lister = await userWith(
      allow('s3:ListBucket', `arn:aws:s3:::${Bucket}`, { Condition: { StringLike: { 's3:prefix': 'a/*' } } }),
    )
    const list = (Prefix?: string) => lister.s3.send(new s3.ListObjectsV2Command({ Bucket, Prefix }))
    expect((await list('a/')).KeyCount).toBe(1)
    expect(await refusal(list())).toMatchObject({ name: 'AccessDenied' })
  })

  test('the buckets policy gives what the own policies do not, and denies what they allow', async () => {
    await newBucket()
    const user = await userWith()
    await setPolicy(allow('s3:GetObject', `arn:aws:s3:::${Bucket}/*`, { Principal: { AWS: user.name } }))
    expect(await (await get(user.s3)).Body?.transformToString()).toBe('secret')
    await setPolicy({
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${Bucket}/*`,
    })
    expect(await refusal(get(practice.s3))).toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('with an explicit deny in a resource-based policy') as string,
    })
  })

  test('of many deletions each is asked for', async () => {
    await newBucket()
    await practice.s3.send(new s3.PutObjectCommand({ Bucket, Key: 'b/k', Body: 'x' }))
    const user = await userWith(allow('s3:DeleteObject', `arn:aws:s3:::${Bucket}/b/*`))
    const Objects = [{ Key: 'a/k' }, { Key: 'b/k' }]
    const { Deleted, Errors } = await user.s3.send(
      new s3.DeleteObjectsCommand({ Bucket, Delete: { Objects } }),
    )
    expect(Deleted).toEqual([{ Key: 'b/k' }])
    expect(Errors).toMatchObject([{ Key: 'a/k', Code: 'AccessDenied' }])
  })

  test('a copy needs the source too', async () => {
    await newBucket()
    const user = await userWith(allow('s3:PutObject', `arn:aws:s3:::${Bucket}/*`))
    const copy = new s3.CopyObjectCommand({ Bucket, Key: 'c', CopySource: `${Bucket}/a/k` })
    expect(await refusal(user.s3.send(copy))).toMatchObject({
      message: expect.stringContaining('s3:GetObject') as string,
    })
  })
})

describe('of another account', () => {
  test('nothing, unless the buckets policy and their own allow it', async () => {
    await newBucket()
    const denied = { name: 'AccessDenied', message: 'Access Denied', status: 403 }
    expect(await refusal(get(stranger))).toMatchObject(denied)
    expect(await refusal(stranger.send(new s3.ListObjectsV2Command({ Bucket })))).toMatchObject(denied)
    expect(await refusal(stranger.send(new s3.DeleteBucketCommand({ Bucket })))).toMatchObject(denied)
    await setPolicy(allow('s3:GetObject', `arn:aws:s3:::${Bucket}/*`, { Principal: { AWS: strangerId } }))
    expect(await (await get(stranger)).Body?.transformToString()).toBe('secret')
    expect(
      await refusal(stranger.send(new s3.PutObjectCommand({ Bucket, Key: 'x', Body: 'x' }))),
    ).toMatchObject(denied)
    expect((await stranger.send(new s3.ListBucketsCommand({}))).Buckets).toEqual([])
  })

  test('what they put belongs to the buckets owner', async () => {
    await newBucket()
    await setPolicy(allow('s3:PutObject', `arn:aws:s3:::${Bucket}/*`, { Principal: { AWS: strangerId } }))
    await stranger.send(new s3.PutObjectCommand({ Bucket, Key: 'theirs', Body: 'x' }))
    expect(await (await get(practice.s3, 'theirs')).Body?.transformToString()).toBe('x')
  })

  test('an expected owner who is not the owner', async () => {
    await newBucket()
    const head = new s3.ListObjectsV2Command({ Bucket, ExpectedBucketOwner: strangerId })
    expect(await refusal(practice.s3.send(head))).toMatchObject({ name: 'AccessDenied' })
  })
})

describe('of anybody', () => {
  const everybody = () => allow('s3:GetObject', `arn:aws:s3:::${Bucket}/*`, { Principal: '*' })

  test('a public policy is refused while it is blocked, and opens the bucket afterwards', async () => {
    await newBucket()
    expect((await anonymous(`/${Bucket}/a/k`)).status).toBe(403)
    expect(await refusal(setPolicy(everybody()))).toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('because public policies are') as string,
    })
    await unblock()
    await setPolicy(everybody())
    expect(await (await anonymous(`/${Bucket}/a/k`)).text()).toBe('secret')
    expect((await anonymous(`/${Bucket}`)).status).toBe(403)
    expect((await anonymous(`/${Bucket}/a/k`, { method: 'DELETE' })).status).toBe(403)
    expect((await anonymous(`/${Bucket}/a/k`, { method: 'PUT', body: 'x' })).status).toBe(403)
    const status = await practice.s3.send(new s3.GetBucketPolicyStatusCommand({ Bucket }))
    expect(status.PolicyStatus?.IsPublic).toBe(true)
    const block = { RestrictPublicBuckets: true }
    await practice.s3.send(
      new s3.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: block }),
    )
    expect((await anonymous(`/${Bucket}/a/k`)).status).toBe(403)
  })

  test('an access control list opens an object where the bucket has any', async () => {
    await newBucket()
    await unblock()
    const put = new s3.PutObjectAclCommand({ Bucket, Key: 'a/k', ACL: 'public-read' })
    expect(await refusal(practice.s3.send(put))).toMatchObject({ name: 'AccessControlListNotSupported' })
    const OwnershipControls = { Rules: [{ ObjectOwnership: 'ObjectWriter' as const }] }
    await practice.s3.send(new s3.PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }))
    await practice.s3.send(put)
    expect((await anonymous(`/${Bucket}/a/k`)).status).toBe(200)
    const { Grants } = await practice.s3.send(new s3.GetObjectAclCommand({ Bucket, Key: 'a/k' }))
    expect(Grants?.map(({ Permission }) => Permission)).toEqual(['FULL_CONTROL', 'READ'])
  })

  test('nobody learns without a key which buckets there are', async () => {
    for (const path of ['/no-such-bucket/x', '/?x-id=ListBuckets']) {
      expect(
        (await anonymous(path, { headers: { host: 's3.localhost' } })).status,
        path,
      ).toBeGreaterThanOrEqual(400)
    }
  })
})

test.each([
  ['{', 'This policy contains invalid Json'],
  ['{"Statement":[]}', 'Could not parse the policy: Statement is empty!'],
  ['{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}', 'Missing required field Principal'],
  [
    '{"Statement":[{"Effect":"Maybe","Principal":"*","Action":"s3:*","Resource":"*"}]}',
    'Invalid effect: Maybe',
  ],
  [
    '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"ec2:*","Resource":"arn:aws:s3:::x"}]}',
    'Policy has invalid action',
  ],
  [
    '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::other/*"}]}',
    'Policy has invalid resource',
  ],
])('the policy %s is malformed', async (Policy, message) => {
  await newBucket()
  expect(await refusal(practice.s3.send(new s3.PutBucketPolicyCommand({ Bucket, Policy })))).toMatchObject({
    name: 'MalformedPolicy',
    message,
    status: 400,
  })
})
