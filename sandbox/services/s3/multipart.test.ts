import * as s3 from '@aws-sdk/client-s3'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checksumOf } from '../../dataplane/objects/checksums.ts'
import { openTestBuckets, refusal, type TestBuckets } from './testing/test-buckets.ts'

const MIB = 1024 * 1024
const FIRST = randomBytes(5 * MIB)
const LAST = randomBytes(1000)
const WHOLE = Buffer.concat([FIRST, LAST])

let practice: TestBuckets
let Bucket: string

beforeAll(async () => {
  practice = await openTestBuckets()
  Bucket = await practice.bucket()
})
afterAll(() => practice.close())

async function begin(Key: string, more: Partial<s3.CreateMultipartUploadCommandInput> = {}) {
  const { UploadId } = await practice.s3.send(new s3.CreateMultipartUploadCommand({ Bucket, Key, ...more }))
  const of = { Bucket, Key, UploadId }
  return {
    of,
    part: (PartNumber: number, Body: Buffer, with_: Partial<s3.UploadPartCommandInput> = {}) =>
      practice.s3.send(new s3.UploadPartCommand({ ...of, PartNumber, Body, ...with_ })),
    complete: (Parts: s3.CompletedPart[], with_: Partial<s3.CompleteMultipartUploadCommandInput> = {}) =>
      practice.s3.send(
        new s3.CompleteMultipartUploadCommand({ ...of, MultipartUpload: { Parts }, ...with_ }),
      ),
  }
}

async function upload(Key: string, more: Partial<s3.CreateMultipartUploadCommandInput> = {}) {
  const { part, complete } = await begin(Key, more)
  const parts: s3.CompletedPart[] = []
  // They may come in any order.
  for (const [PartNumber, body] of [
    [7, LAST],
    [3, FIRST],
  ] as [number, Buffer][]) {
    const { $metadata: _, ServerSideEncryption: _encryption, ...answer } = await part(PartNumber, body)
    parts.unshift({ PartNumber, ...answer })
  }
  return complete(parts)
}

const read = async (Key: string, more: Partial<s3.GetObjectCommandInput> = {}) => {
  const answer = await practice.s3.send(new s3.GetObjectCommand({ Bucket, Key, ...more }))
  return { ...answer, bytes: Buffer.from((await answer.Body?.transformToByteArray()) ?? []) }
}

test('parts become one object, which says so in its ETag', async () => {
  const { ETag } = await upload('big', { ContentType: 'video/mp4', Metadata: { a: '1' }, Tagging: 'k=v' })
  const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest()
  const expected = `"${md5(Buffer.concat([md5(FIRST), md5(LAST)])).toString('hex')}-2"`
  expect(ETag).toBe(expected)
  const whole = await read('big')
  expect(whole).toMatchObject({ ETag, ContentType: 'video/mp4', Metadata: { a: '1' }, TagCount: 1 })
  expect(whole.bytes.equals(WHOLE)).toBe(true)
  const across = await read('big', { Range: `bytes=${FIRST.length - 10}-${FIRST.length + 9}` })
  expect(across.bytes.equals(WHOLE.subarray(FIRST.length - 10, FIRST.length + 10))).toBe(true)
  const second = await read('big', { PartNumber: 2 })
  expect(second).toMatchObject({ PartsCount: 2, ContentLength: LAST.length })
  expect(second.bytes.equals(LAST)).toBe(true)
  expect(await refusal(read('big', { PartNumber: 3 }))).toMatchObject({
    name: 'InvalidPartNumber',
    status: 416,
  })
  const { CopyObjectResult } = await practice.s3.send(
    new s3.CopyObjectCommand({ Bucket, Key: 'one', CopySource: `${Bucket}/big` }),
  )
  expect(CopyObjectResult?.ETag).toBe(`"${md5(WHOLE).toString('hex')}"`)
})

test.each([
  ['CRC32', 'COMPOSITE'],
  ['CRC32', 'FULL_OBJECT'],
  ['CRC32C', 'FULL_OBJECT'],
  ['CRC64NVME', 'FULL_OBJECT'],
  ['SHA256', 'COMPOSITE'],
] as const)('the checksum %s of the whole, %s', async (algorithm, ChecksumType) => {
  const Key = `sum-${algorithm}-${ChecksumType}`
  const made = await upload(Key, { ChecksumAlgorithm: algorithm, ChecksumType })
  const of = (bytes: Buffer) => checksumOf(algorithm, bytes)
  const expected =
    ChecksumType === 'FULL_OBJECT'
      ? of(WHOLE).toString('base64')
      : `${of(Buffer.concat([of(FIRST), of(LAST)])).toString('base64')}-2`
  expect(made).toMatchObject({ [`Checksum${algorithm}`]: expected, ChecksumType })
  const attributes = await practice.s3.send(
    new s3.GetObjectAttributesCommand({
      Bucket,
      Key,
      ObjectAttributes: ['Checksum', 'ObjectParts', 'ObjectSize'],
    }),
  )
  expect(attributes).toMatchObject({
    ObjectSize: WHOLE.length,
    ObjectParts: { TotalPartsCount: 2 },
    Checksum: { ChecksumType },
  })
})

test('a part that comes again takes the place of the first, and parts that are left out are freed', async () => {
  const files = () => {
    const folder = path.join(practice.running.sandbox.config.dataDir, 'objects', practice.key.accountId)
    const shelves = existsSync(path.join(folder, 'files'))
      ? readdirSync(path.join(folder, 'files'), { recursive: true })
      : []
    return shelves.filter(name => String(name).includes(path.sep)).length
  }
  const before = files()
  const { part, complete } = await begin('again')
  await part(1, Buffer.from('wrong'))
  const { ETag } = await part(1, Buffer.from('right'))
  await part(2, Buffer.from('left out'))
  await complete([{ PartNumber: 1, ETag }])
  expect((await read('again')).bytes.toString()).toBe('right')
  await expect.poll(files).toBe(before + 1)
  await practice.s3.send(new s3.DeleteObjectCommand({ Bucket, Key: 'again' }))
  await expect.poll(files).toBe(before)
})

describe('what is refused', () => {
  test('parts that are missing, out of order, too small, none', async () => {
    const { of, part, complete } = await begin('refused')
    const { ETag } = await part(1, LAST)
    const { ETag: other } = await part(2, LAST)
    const one = { PartNumber: 1, ETag }
    const two = { PartNumber: 2, ETag: other }
    expect(await refusal(complete([one, { PartNumber: 3, ETag }]))).toMatchObject({
      name: 'InvalidPart',
      message:
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
      PartNumber: '3',
    })
    expect(await refusal(complete([{ PartNumber: 1, ETag: '"no"' }]))).toMatchObject({ name: 'InvalidPart' })
    expect(await refusal(complete([two, one]))).toMatchObject({
      name: 'InvalidPartOrder',
      message:
        'The list of parts was not in ascending order. The parts list must be specified in order by part number.',
    })
    expect(await refusal(complete([one, two]))).toMatchObject({
      name: 'EntityTooSmall',
      message: 'Your proposed upload is smaller than the minimum allowed size',
      ProposedSize: '1000',
      MinSizeAllowed: '5242880',
      PartNumber: '1',
    })
    expect(await refusal(complete([]))).toMatchObject({ name: 'MalformedXML' })
    const bare = new s3.CompleteMultipartUploadCommand(of)
    expect(await refusal(practice.s3.send(bare))).toMatchObject({
      name: 'InvalidRequest',
      message: 'You must specify at least one part',
    })
    expect(await refusal(read('refused'))).toMatchObject({ name: 'NoSuchKey' })
    await practice.s3.send(new s3.AbortMultipartUploadCommand(of))
    const calls = [
      () => part(1, LAST),
      () => complete([one]),
      () => practice.s3.send(new s3.ListPartsCommand(of)),
      () => practice.s3.send(new s3.AbortMultipartUploadCommand(of)),
    ]
    for (const call of calls) {
      expect(await refusal(call())).toMatchObject({
        name: 'NoSuchUpload',
        status: 404,
        message:
          'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
      })
    }
  })

  test('part numbers beyond the limits', async () => {
    const { part } = await begin('numbers')
    for (const number of [0, 10_001]) {
      expect(await refusal(part(number, LAST))).toMatchObject({
        name: 'InvalidArgument',
        message: 'Part number must be an integer between 1 and 10000, inclusive',
      })
    }
  })

  test('completing where something came in between that was not to be replaced', async () => {
    const { part, complete } = await begin('raced')
    const { ETag } = await part(1, LAST)
    await practice.s3.send(new s3.PutObjectCommand({ Bucket, Key: 'raced', Body: 'first' }))
    expect(await refusal(complete([{ PartNumber: 1, ETag }], { IfNoneMatch: '*' }))).toMatchObject({
      name: 'PreconditionFailed',
    })
    expect((await read('raced')).bytes.toString()).toBe('first')
  })
})

test('parts are copied out of objects, whole or a range', async () => {
  await practice.s3.send(new s3.PutObjectCommand({ Bucket, Key: 'source', Body: '0123456789' }))
  const { of, complete } = await begin('copied')
  const copy = (CopySourceRange?: string) =>
    practice.s3.send(
      new s3.UploadPartCopyCommand({ ...of, PartNumber: 1, CopySource: `${Bucket}/source`, CopySourceRange }),
    )
  expect(await refusal(copy('bytes=5-10'))).toMatchObject({
    name: 'InvalidArgument',
    message: 'Range specified is not valid for source object of size: 10',
  })
  const { CopyPartResult } = await copy('bytes=2-5')
  await complete([{ PartNumber: 1, ETag: CopyPartResult?.ETag }])
  expect((await read('copied')).bytes.toString()).toBe('2345')
})

test('uploads under way are listed by key, in pages', async () => {
  const bucket = await practice.bucket()
  for (const Key of ['b', 'a', 'a', 'd/1', 'd/2']) {
    await practice.s3.send(new s3.CreateMultipartUploadCommand({ Bucket: bucket, Key }))
  }
  const list = (more: Partial<s3.ListMultipartUploadsCommandInput> = {}) =>
    practice.s3.send(new s3.ListMultipartUploadsCommand({ Bucket: bucket, ...more }))
  const whole = await list()
  expect(whole.Uploads?.map(({ Key }) => Key)).toEqual(['a', 'a', 'b', 'd/1', 'd/2'])
  const found: unknown[] = []
  let markers = {}
  for (;;) {
    const page = await list({ ...markers, MaxUploads: 1 })
    found.push(...(page.Uploads ?? []).map(({ UploadId }) => UploadId))
    if (!page.IsTruncated) break
    markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
  }
  expect(found).toEqual(whole.Uploads?.map(({ UploadId }) => UploadId))
  const grouped = await list({ Delimiter: '/' })
  expect([grouped.Uploads?.length, grouped.CommonPrefixes]).toEqual([3, [{ Prefix: 'd/' }]])
})
