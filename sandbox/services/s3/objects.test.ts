import * as s3 from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checksumOf } from '../../dataplane/objects/checksums.ts'
import { openTestBuckets, refusal, type TestBuckets } from './testing/test-buckets.ts'

let practice: TestBuckets
let Bucket: string

beforeAll(async () => {
  practice = await openTestBuckets()
  Bucket = await practice.bucket()
})
afterAll(() => practice.close())

const put = (Key: string, Body: string | Buffer, more: Partial<s3.PutObjectCommandInput> = {}) =>
  practice.s3.send(new s3.PutObjectCommand({ Bucket, Key, Body, ...more }))
const get = (Key: string, more: Partial<s3.GetObjectCommandInput> = {}) =>
  practice.s3.send(new s3.GetObjectCommand({ Bucket, Key, ...more }))
const text = async (Key: string, more: Partial<s3.GetObjectCommandInput> = {}) =>
  (await get(Key, more)).Body?.transformToString()

test.each([
  'plain',
  'a b',
  'ü/ö',
  'dir/../etc',
  '../../passwd',
  '/begins',
  'ends/',
  'a//b',
  '%2e%2e%2f',
  'q?a=b&c',
  'a+b',
  "it's (1)!*",
  '𝒳',
  'x#y',
  'nul\u0001',
])('an object comes back under the key %j', async Key => {
  await put(Key, `content of ${Key}`)
  expect(await text(Key)).toBe(`content of ${Key}`)
  const { Contents } = await practice.s3.send(
    new s3.ListObjectsV2Command({ Bucket, Prefix: Key, EncodingType: 'url' }),
  )
  expect(Contents?.map(one => decodeURIComponent((one.Key ?? '').replaceAll('+', '%20')))).toContain(Key)
})

test('an object keeps what was said of it', async () => {
  const Expires = new Date('2030-01-01T00:00:00Z')
  const { ETag } = await put('described', 'hello', {
    ContentType: 'text/plain',
    CacheControl: 'max-age=60',
    ContentDisposition: 'attachment',
    ContentLanguage: 'de',
    ContentEncoding: 'identity',
    Expires,
    Metadata: { color: 'blue', 'two-words': 'a, b' },
    StorageClass: 'STANDARD_IA',
    Tagging: 'team=blue&stage=1',
  })
  expect(ETag).toBe(`"${createHash('md5').update('hello').digest('hex')}"`)
  const described = {
    ETag,
    ContentLength: 5,
    ContentType: 'text/plain',
    CacheControl: 'max-age=60',
    ContentDisposition: 'attachment',
    ContentLanguage: 'de',
    ContentEncoding: 'identity',
    Metadata: { color: 'blue', 'two-words': 'a, b' },
    StorageClass: 'STANDARD_IA',
    AcceptRanges: 'bytes',
  }
  expect(await get('described')).toMatchObject({ ...described, TagCount: 2 })
  expect(await practice.s3.send(new s3.HeadObjectCommand({ Bucket, Key: 'described' }))).toMatchObject(
    described,
  )
  const { TagSet } = await practice.s3.send(new s3.GetObjectTaggingCommand({ Bucket, Key: 'described' }))
  expect(TagSet).toEqual([
    { Key: 'team', Value: 'blue' },
    { Key: 'stage', Value: '1' },
  ])
  const overridden = { ResponseContentType: 'text/html', ResponseContentDisposition: 'inline' }
  expect(await get('described', overridden)).toMatchObject({
    ContentType: 'text/html',
    ContentDisposition: 'inline',
  })
})

test.each([
  ['bytes=0-3', '0123', 'bytes 0-3/10'],
  ['bytes=4-', '456789', 'bytes 4-9/10'],
  ['bytes=-3', '789', 'bytes 7-9/10'],
  ['bytes=8-100', '89', 'bytes 8-9/10'],
  ['bytes=-100', '0123456789', 'bytes 0-9/10'],
])('the range %s', async (Range, expected, ContentRange) => {
  await put('range', '0123456789')
  const answer = await get('range', { Range })
  expect(answer).toMatchObject({ ContentRange, ContentLength: expected.length })
  expect(answer.$metadata.httpStatusCode).toBe(206)
  expect(await answer.Body?.transformToString()).toBe(expected)
})

test('a range that is not in the object is refused, a senseless one ignored', async () => {
  await put('range', '0123456789')
  expect(await refusal(get('range', { Range: 'bytes=10-' }))).toMatchObject({
    name: 'InvalidRange',
    message: 'The requested range is not satisfiable',
    status: 416,
    ActualObjectSize: '10',
  })
  expect(await text('range', { Range: 'bytes=5-2' })).toBe('0123456789')
  await put('empty', '')
  expect(await text('empty')).toBe('')
})

describe('conditions', () => {
  const past = new Date(Date.now() - 60_000)
  const later = new Date(Date.now() + 60_000)
  test.each([
    [{ IfMatch: 'own' }, 200],
    [{ IfMatch: '"other"' }, 412],
    [{ IfNoneMatch: 'own' }, 304],
    [{ IfNoneMatch: '"other"' }, 200],
    [{ IfModifiedSince: later }, 304],
    [{ IfModifiedSince: past }, 200],
    [{ IfUnmodifiedSince: past }, 412],
    [{ IfUnmodifiedSince: later }, 200],
    [{ IfMatch: 'own', IfUnmodifiedSince: past }, 200],
    [{ IfNoneMatch: '"other"', IfModifiedSince: later }, 200],
  ])('%j answers %i', async (conditions, status) => {
    const { ETag } = await put('conditional', 'x')
    const filled = Object.fromEntries(
      Object.entries(conditions).map(([name, value]) => [name, value === 'own' ? ETag : value]),
    )
    const answer = await get('conditional', filled).then(
      ({ $metadata }) => ({ status: $metadata.httpStatusCode }),
      (error: s3.S3ServiceException) => ({ status: error.$metadata.httpStatusCode }),
    )
    expect(answer.status).toBe(status)
  })

  test('a write may demand that there is nothing yet, or what is there', async () => {
    const { ETag } = await put('once', '1', { IfNoneMatch: '*' })
    expect(await refusal(put('once', '2', { IfNoneMatch: '*' }))).toMatchObject({
      name: 'PreconditionFailed',
      message: 'At least one of the pre-conditions you specified did not hold',
      Condition: 'If-None-Match',
      status: 412,
    })
    expect(await text('once')).toBe('1')
    expect(await refusal(put('once', '2', { IfNoneMatch: '"other"' }))).toMatchObject({
      name: 'NotImplemented',
      message: 'A header you provided implies functionality that is not implemented',
      status: 501,
    })
    await put('once', '3', { IfMatch: ETag })
    expect(await refusal(put('once', '4', { IfMatch: ETag }))).toMatchObject({ name: 'PreconditionFailed' })
    expect(await refusal(put('never', '4', { IfMatch: ETag }))).toMatchObject({
      name: 'NoSuchKey',
      status: 404,
    })
    expect(await text('once')).toBe('3')
  })

  test('of many who write at once where nothing was, one succeeds', async () => {
    const writes = Array.from({ length: 8 }, (_, at) =>
      put('race', String(at), { IfNoneMatch: '*' }).then(() => at),
    )
    const done = (await Promise.allSettled(writes)).filter(({ status }) => status === 'fulfilled')
    expect(done).toHaveLength(1)
    expect(await text('race')).toBe(String((done[0] as PromiseFulfilledResult<number>).value))
  })
})

describe('digests', () => {
  const body = Buffer.from('what is sent is what is stored')

  test.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    '%s is taken, kept and answered',
    async name => {
      const value = checksumOf(name, body).toString('base64')
      const answer = await put(`sum-${name}`, body, { ChecksumAlgorithm: name })
      expect(answer).toMatchObject({ [`Checksum${name}`]: value, ChecksumType: 'FULL_OBJECT' })
      const read = await get(`sum-${name}`, { ChecksumMode: 'ENABLED' })
      expect(read).toMatchObject({ [`Checksum${name}`]: value })
      // The client itself compares it while it reads.
      expect(await read.Body?.transformToString()).toBe(body.toString())
      const wrong = put(`wrong-${name}`, body, {
        [`Checksum${name}`]: Buffer.alloc(checksumOf(name, body).length).toString('base64'),
      })
      expect(await refusal(wrong)).toMatchObject({
        name: 'BadDigest',
        message: `The ${name} you specified did not match the calculated checksum.`,
        status: 400,
      })
      expect(await refusal(get(`wrong-${name}`))).toMatchObject({ name: 'NoSuchKey' })
      expect(await refusal(put('form', body, { [`Checksum${name}`]: 'no' }))).toMatchObject({
        name: 'InvalidRequest',
        message: `Value for x-amz-checksum-${name.toLowerCase()} header is invalid.`,
      })
    },
  )

  test('a checksum that cannot be taken is refused, not passed over', async () => {
    expect(await refusal(put('other', body, { ChecksumXXHASH64: 'AAAAAAAAAAA=' }))).toMatchObject({
      name: 'NotImplemented',
      message: 'The practice account does not have x-amz-checksum-xxhash64.',
      status: 501,
    })
    expect(await refusal(get('other'))).toMatchObject({ name: 'NoSuchKey' })
  })

  test('Content-MD5', async () => {
    const plain = practice.client({ requestChecksumCalculation: 'WHEN_REQUIRED' })
    const send = (ContentMD5: string) =>
      plain.send(new s3.PutObjectCommand({ Bucket, Key: 'md5', Body: body, ContentMD5 }))
    await send(createHash('md5').update(body).digest('base64'))
    expect(await refusal(send(createHash('md5').update('other').digest('base64')))).toMatchObject({
      name: 'BadDigest',
      message: 'The Content-MD5 you specified did not match what we received.',
    })
    expect(await refusal(send('short'))).toMatchObject({
      name: 'InvalidDigest',
      message: 'The Content-MD5 you specified was invalid.',
    })
  })

  test('a stream is sent in chunks with its checksum behind it', async () => {
    const big = Buffer.alloc(300_000, 'stream ')
    const Body = Readable.from(
      Array.from({ length: 30 }, (_, at) => big.subarray(at * 10_000, (at + 1) * 10_000)),
    )
    const answer = await practice.s3.send(
      new s3.PutObjectCommand({ Bucket, Key: 'stream', Body, ContentLength: big.length }),
    )
    expect(answer.ChecksumCRC32).toBe(checksumOf('CRC32', big).toString('base64'))
    const { Body: read, ContentEncoding } = await get('stream')
    expect(ContentEncoding).toBeUndefined()
    expect(Buffer.from((await read?.transformToByteArray()) ?? []).equals(big)).toBe(true)
  })
})

describe('copies', () => {
  const copy = (Key: string, CopySource: string, more: Partial<s3.CopyObjectCommandInput> = {}) =>
    practice.s3.send(new s3.CopyObjectCommand({ Bucket, Key, CopySource, ...more }))

  test('bring content and description, or a new description', async () => {
    const { ETag } = await put('source é', 'copied', {
      Metadata: { a: '1' },
      ContentType: 'text/plain',
      Tagging: 'k=v',
    })
    const { CopyObjectResult } = await copy('target', `/${Bucket}/${encodeURIComponent('source é')}`)
    expect(CopyObjectResult?.ETag).toBe(ETag)
    expect(await get('target')).toMatchObject({
      Metadata: { a: '1' },
      ContentType: 'text/plain',
      TagCount: 1,
    })
    await practice.s3.send(new s3.DeleteObjectCommand({ Bucket, Key: 'source é' }))
    expect(await text('target')).toBe('copied')
    await copy('target', `${Bucket}/target`, {
      MetadataDirective: 'REPLACE',
      Metadata: { b: '2' },
      TaggingDirective: 'REPLACE',
    })
    const changed = await get('target')
    expect(changed).toMatchObject({ Metadata: { b: '2' }, ContentType: 'binary/octet-stream' })
    expect(changed.TagCount).toBeUndefined()
    expect(await changed.Body?.transformToString()).toBe('copied')
  })

  test('that change nothing, or whose source is not as expected, are refused', async () => {
    await put('self', 'x')
    expect(await refusal(copy('self', `${Bucket}/self`))).toMatchObject({
      name: 'InvalidRequest',
      message:
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    })
    expect(await refusal(copy('t', `${Bucket}/self`, { CopySourceIfMatch: '"no"' }))).toMatchObject({
      name: 'PreconditionFailed',
    })
    expect(await refusal(copy('t', `${Bucket}/missing`))).toMatchObject({ name: 'NoSuchKey', Key: 'missing' })
    expect(await refusal(copy('t', 'nowhere-at-all/x'))).toMatchObject({
      name: 'NoSuchBucket',
      BucketName: 'nowhere-at-all',
    })
  })
})

test('many are deleted at once; what was not there counts as deleted', async () => {
  for (const Key of ['x/1', 'x/2']) await put(Key, Key)
  const Objects = ['x/1', 'x/2', 'x/never'].map(Key => ({ Key }))
  const { Deleted, Errors } = await practice.s3.send(
    new s3.DeleteObjectsCommand({ Bucket, Delete: { Objects } }),
  )
  expect([Deleted, Errors]).toEqual([Objects, undefined])
  expect((await practice.s3.send(new s3.ListObjectsV2Command({ Bucket, Prefix: 'x/' }))).KeyCount).toBe(0)
})

test('a document without what it must have is malformed, in S3’s words', async () => {
  const Bucket = await practice.bucket()
  const nothing = practice.s3.send(new s3.DeleteObjectsCommand({ Bucket, Delete: { Objects: [] } }))
  expect(await refusal(nothing)).toMatchObject({
    name: 'MalformedXML',
    message: 'The XML you provided was not well-formed or did not validate against our published schema',
  })
})

test.each([
  ['a key that is too long', { Key: 'k'.repeat(1025) }, 'KeyTooLongError', 'Your key is too long'],
  [
    'metadata that is too large',
    { Metadata: { a: 'x'.repeat(2048) } },
    'MetadataTooLarge',
    'Your metadata headers exceed the maximum allowed metadata size',
  ],
  [
    'an unknown storage class',
    { StorageClass: 'ATTIC' as 'STANDARD' },
    'InvalidStorageClass',
    'The storage class you specified is not valid',
  ],
  [
    'a tag given twice',
    { Tagging: 'a=1&a=2' },
    'InvalidTag',
    'Cannot provide multiple Tags with the same key',
  ],
  [
    'a lock',
    { ObjectLockMode: 'GOVERNANCE' as const },
    'InvalidRequest',
    'Bucket is missing Object Lock Configuration',
  ],
])('%s is refused', async (_what, input, name, message) => {
  expect(await refusal(put('refused', 'x', input))).toMatchObject({ name, message, status: 400 })
})
