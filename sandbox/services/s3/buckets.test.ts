import * as s3 from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestBuckets, refusal, type TestBuckets } from './testing/test-buckets.ts'

let practice: TestBuckets

beforeAll(async () => {
  practice = await openTestBuckets()
})
afterAll(() => practice.close())

test.each([
  'ab',
  'a'.repeat(64),
  'Upper',
  'under_score',
  '-begins',
  'ends-',
  'two..dots',
  '10.0.0.1',
  'xn--a',
  'a-s3alias',
])('the name %s is refused', async Bucket => {
  expect(await refusal(practice.s3.send(new s3.CreateBucketCommand({ Bucket })))).toMatchObject({
    name: 'InvalidBucketName',
    message: 'The specified bucket is not valid.',
    status: 400,
  })
})

test('names are unique among all accounts', async () => {
  const Bucket = await practice.bucket()
  const again = new s3.CreateBucketCommand({ Bucket })
  expect(await refusal(practice.s3.send(again))).toMatchObject({
    name: 'BucketAlreadyOwnedByYou',
    message: 'Your previous request to create the named bucket succeeded and you already own it.',
    status: 409,
  })
  const stranger = practice.client({ credentials: practice.running.createAccount() })
  expect(await refusal(stranger.send(again))).toMatchObject({ name: 'BucketAlreadyExists', status: 409 })
})

test('a bucket is in the region that its creation names', async () => {
  const virginia = practice.client({ region: 'us-east-1' })
  const location = (Bucket: string) => practice.s3.send(new s3.GetBucketLocationCommand({ Bucket }))
  await virginia.send(new s3.CreateBucketCommand({ Bucket: 'in-virginia' }))
  expect((await location('in-virginia')).LocationConstraint).toBeUndefined()
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-2' as const }
  await virginia.send(new s3.CreateBucketCommand({ Bucket: 'in-london', CreateBucketConfiguration }))
  expect((await location('in-london')).LocationConstraint).toBe('eu-west-2')
  const wrong = await refusal(
    practice.s3.send(new s3.CreateBucketCommand({ Bucket: 'nowhere', CreateBucketConfiguration })),
  )
  expect(wrong).toMatchObject({
    name: 'IllegalLocationConstraintException',
    message:
      'The eu-west-2 location constraint is incompatible for the region specific endpoint this request was sent to.',
  })
  const elsewhere = await refusal(practice.s3.send(new s3.ListObjectsV2Command({ Bucket: 'in-london' })))
  expect(elsewhere).toMatchObject({
    name: 'PermanentRedirect',
    status: 301,
    Endpoint: 'in-london.s3.eu-west-2.amazonaws.com',
  })
  const following = practice.client({ followRegionRedirects: true })
  expect((await following.send(new s3.ListObjectsV2Command({ Bucket: 'in-london' }))).KeyCount).toBe(0)
})

test('what is not there is said in S3s words; HEAD says it without any', async () => {
  const Bucket = 'never-made'
  expect(await refusal(practice.s3.send(new s3.ListObjectsV2Command({ Bucket })))).toMatchObject({
    name: 'NoSuchBucket',
    message: 'The specified bucket does not exist',
    BucketName: Bucket,
    status: 404,
  })
  expect(await refusal(practice.s3.send(new s3.HeadBucketCommand({ Bucket })))).toMatchObject({
    name: 'NotFound',
    status: 404,
  })
})

test('a bucket that has something in it is not deleted, an empty one is', async () => {
  const Bucket = await practice.bucket()
  await practice.s3.send(new s3.PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }))
  expect(await refusal(practice.s3.send(new s3.DeleteBucketCommand({ Bucket })))).toMatchObject({
    name: 'BucketNotEmpty',
    message: 'The bucket you tried to delete is not empty',
    status: 409,
  })
  await practice.s3.send(new s3.DeleteObjectCommand({ Bucket, Key: 'a' }))
  await practice.s3.send(new s3.CreateMultipartUploadCommand({ Bucket, Key: 'half' }))
  await practice.s3.send(new s3.DeleteBucketCommand({ Bucket }))
  expect(await refusal(practice.s3.send(new s3.HeadBucketCommand({ Bucket })))).toMatchObject({ status: 404 })
})

describe('configuration', () => {
  const cors = {
    CORSRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'], AllowedHeaders: [], ExposeHeaders: [] }],
  }
  const rules = [
    { ID: 'old', Status: 'Enabled' as const, Filter: { Prefix: 'old/' }, Expiration: { Days: 7 } },
  ]
  const encryption = { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const } }] }
  const TagSet = [{ Key: 'team', Value: 'blue' }]

  test.each([
    [
      'Tagging',
      'NoSuchTagSet',
      { Tagging: { TagSet } },
      { TagSet },
      s3.PutBucketTaggingCommand,
      s3.GetBucketTaggingCommand,
      s3.DeleteBucketTaggingCommand,
    ],
    [
      'Cors',
      'NoSuchCORSConfiguration',
      { CORSConfiguration: cors },
      { CORSRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }] },
      s3.PutBucketCorsCommand,
      s3.GetBucketCorsCommand,
      s3.DeleteBucketCorsCommand,
    ],
    [
      'Lifecycle',
      'NoSuchLifecycleConfiguration',
      { LifecycleConfiguration: { Rules: rules } },
      { Rules: rules },
      s3.PutBucketLifecycleConfigurationCommand,
      s3.GetBucketLifecycleConfigurationCommand,
      s3.DeleteBucketLifecycleCommand,
    ],
    [
      'Website',
      'NoSuchWebsiteConfiguration',
      { WebsiteConfiguration: { IndexDocument: { Suffix: 'i.html' } } },
      { IndexDocument: { Suffix: 'i.html' } },
      s3.PutBucketWebsiteCommand,
      s3.GetBucketWebsiteCommand,
      s3.DeleteBucketWebsiteCommand,
    ],
  ] as [
    string,
    string,
    object,
    object,
    new (input: any) => any,
    new (input: any) => any,
    new (input: any) => any,
  ][])('%s is kept, answered and removed', async (_name, absent, put, expected, Put, Get, Delete) => {
    const Bucket = await practice.bucket()
    const get = () => practice.s3.send(new Get({ Bucket }))
    expect(await refusal(get())).toMatchObject({ name: absent, status: 404 })
    await practice.s3.send(new Put({ Bucket, ...put }))
    expect(await get()).toMatchObject(expected)
    await practice.s3.send(new Delete({ Bucket }))
    expect(await refusal(get())).toMatchObject({ name: absent })
  })

  test('defaults are those of today: no public access, no access control lists, S3s own encryption', async () => {
    const Bucket = await practice.bucket()
    const block = await practice.s3.send(new s3.GetPublicAccessBlockCommand({ Bucket }))
    expect(block).toMatchObject({
      PublicAccessBlockConfiguration: { BlockPublicPolicy: true, RestrictPublicBuckets: true },
    })
    const controls = await practice.s3.send(new s3.GetBucketOwnershipControlsCommand({ Bucket }))
    expect(controls).toMatchObject({
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    })
    const acl = new s3.PutBucketAclCommand({ Bucket, ACL: 'public-read' })
    expect(await refusal(practice.s3.send(acl))).toMatchObject({
      name: 'AccessControlListNotSupported',
      message: 'The bucket does not allow ACLs',
    })
    const before = await practice.s3.send(new s3.PutObjectCommand({ Bucket, Key: 'a', Body: '' }))
    expect(before).toMatchObject({ ServerSideEncryption: 'AES256' })
    await practice.s3.send(
      new s3.PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: encryption }),
    )
    expect(await practice.s3.send(new s3.HeadObjectCommand({ Bucket, Key: 'a' }))).toMatchObject({
      ServerSideEncryption: 'aws:kms',
    })
  })

  test('ownership controls that were deleted are not there until they are put again', async () => {
    const Bucket = await practice.bucket()
    const get = () => practice.s3.send(new s3.GetBucketOwnershipControlsCommand({ Bucket }))
    await practice.s3.send(new s3.DeleteBucketOwnershipControlsCommand({ Bucket }))
    expect(await refusal(get())).toMatchObject({
      name: 'OwnershipControlsNotFoundError',
      message: 'The bucket ownership controls were not found',
      status: 404,
    })
    const OwnershipControls = { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' as const }] }
    await practice.s3.send(new s3.PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }))
    expect(await get()).toMatchObject({ OwnershipControls })
  })

  test.each([
    ['no action', { Filter: { Prefix: 'a' } }, 'InvalidRequest'],
    ['neither filter nor prefix', { Expiration: { Days: 1 } }, 'MalformedXML'],
    ['both', { Filter: { Prefix: 'a' }, Prefix: 'a', Expiration: { Days: 1 } }, 'MalformedXML'],
  ])('a lifecycle rule with %s is refused', async (_what, rule, name) => {
    const Bucket = await practice.bucket()
    const LifecycleConfiguration = { Rules: [{ Status: 'Enabled' as const, ...rule }] }
    const put = new s3.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration })
    expect(await refusal(practice.s3.send(put))).toMatchObject({ name, status: 400 })
  })

  test('a lifecycle rule may be about all objects, said by an empty filter or by an empty prefix', async () => {
    const Bucket = await practice.bucket()
    const action = { Status: 'Enabled' as const, Expiration: { Days: 1 } }
    for (const about of [{ Filter: {} }, { Filter: { Prefix: '' } }, { Prefix: '' }]) {
      const LifecycleConfiguration = { Rules: [{ ID: 'all', ...action, ...about }] }
      await practice.s3.send(
        new s3.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }),
      )
      const kept = await practice.s3.send(new s3.GetBucketLifecycleConfigurationCommand({ Bucket }))
      expect(kept.Rules).toEqual([{ ID: 'all', ...action, ...about }])
    }
  })

  test('requests are logged to a bucket that is there, and versions are kept or not', async () => {
    const Bucket = await practice.bucket()
    const LoggingEnabled = { TargetBucket: 'never-made', TargetPrefix: '' }
    const logging = new s3.PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } })
    expect(await refusal(practice.s3.send(logging))).toMatchObject({
      name: 'InvalidTargetBucketForLogging',
      TargetBucket: 'never-made',
    })
    const Status = 'Sometimes' as 'Enabled'
    const versioning = new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } })
    expect(await refusal(practice.s3.send(versioning))).toMatchObject({ name: 'MalformedXML' })
    const tagging = (Key: string) => ({ Bucket, Tagging: { TagSet: [{ Key, Value: '' }] } })
    await practice.s3.send(new s3.PutObjectCommand({ Bucket, Key: 'a', Body: '' }))
    for (const [put, message] of [
      [new s3.PutBucketTaggingCommand(tagging('aws:x')), 'System tags cannot be added/updated by requester'],
      [
        new s3.PutObjectTaggingCommand({ ...tagging('aws:x'), Key: 'a' }),
        'Your TagKey cannot be prefixed with aws:',
      ],
    ] as const) {
      expect(await refusal(practice.s3.send(put as s3.PutObjectTaggingCommand))).toMatchObject({
        name: 'InvalidTag',
        message,
      })
    }
  })

  test('what the practice account does not have is refused by name', async () => {
    const Bucket = await practice.bucket()
    const put = new s3.PutBucketAccelerateConfigurationCommand({
      Bucket,
      AccelerateConfiguration: { Status: 'Enabled' },
    })
    expect(await refusal(practice.s3.send(put))).toMatchObject({
      name: 'NotImplemented',
      status: 501,
      message: expect.stringContaining('s3:PutBucketAccelerateConfiguration') as string,
    })
  })
})
