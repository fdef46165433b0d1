import * as s3 from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestBuckets, refusal, type TestBuckets } from './testing/test-buckets.ts'

let practice: TestBuckets
let Bucket: string
const KEYS = ['a', 'a/1', 'a/2', 'a/b/3', 'b/1', 'c', 'd e', 'd/', 'é', '\uff5e', '😀']

beforeAll(async () => {
  practice = await openTestBuckets()
  Bucket = await practice.bucket()
  for (const Key of KEYS) await practice.s3.send(new s3.PutObjectCommand({ Bucket, Key, Body: Key }))
})
afterAll(() => practice.close())

const list = (more: Partial<s3.ListObjectsV2CommandInput> = {}) =>
  practice.s3.send(new s3.ListObjectsV2Command({ Bucket, ...more }))
const names = ({
  Contents = [],
  CommonPrefixes = [],
}: Pick<s3.ListObjectsV2CommandOutput, 'Contents' | 'CommonPrefixes'>) => ({
  keys: Contents.map(({ Key }) => Key),
  prefixes: CommonPrefixes.map(({ Prefix }) => Prefix),
})

test('keys come in the order of their UTF-8 bytes', async () => {
  const inBytes = KEYS.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  expect(inBytes).not.toEqual(KEYS.toSorted())
  expect(names(await list()).keys).toEqual(inBytes)
})

test.each([
  [{ Delimiter: '/' }, ['a', 'c', 'd e', 'é', '\uff5e', '😀'], ['a/', 'b/', 'd/']],
  [{ Prefix: 'a/', Delimiter: '/' }, ['a/1', 'a/2'], ['a/b/']],
  [{ Prefix: 'a' }, ['a', 'a/1', 'a/2', 'a/b/3'], []],
  [{ Prefix: 'nothing' }, [], []],
  [{ StartAfter: 'a/2' }, ['a/b/3', 'b/1', 'c', 'd e', 'd/', 'é', '\uff5e', '😀'], []],
  [{ StartAfter: 'a/', Delimiter: '/' }, ['c', 'd e', 'é', '\uff5e', '😀'], ['b/', 'd/']],
  [{ StartAfter: 'a0', Prefix: 'a' }, [], []],
  [{ Delimiter: 'b' }, ['a', 'a/1', 'a/2', 'c', 'd e', 'd/', 'é', '\uff5e', '😀'], ['a/b', 'b']],
])('%j', async (input, keys, prefixes) => {
  expect(names(await list(input))).toEqual({ keys, prefixes })
})

describe.each([1, 2, 3, 100])('in pages of %i', MaxKeys => {
  test.each([{}, { Delimiter: '/' }, { Prefix: 'a' }, { Prefix: 'a/', Delimiter: '/' }])(
    '%j',
    async input => {
      const whole = names(await list(input))
      const paged = { keys: [] as unknown[], prefixes: [] as unknown[] }
      let token: string | undefined
      do {
        const page = await list({ ...input, MaxKeys, ContinuationToken: token })
        expect(page.KeyCount).toBeLessThanOrEqual(MaxKeys)
        const { keys, prefixes } = names(page)
        paged.keys.push(...keys)
        paged.prefixes.push(...prefixes)
        token = page.NextContinuationToken
        expect(page.IsTruncated).toBe(token !== undefined)
      } while (token !== undefined)
      expect(paged).toEqual(whole)
    },
  )

  test('version 1 goes on from the last key, or with a delimiter from NextMarker', async () => {
    for (const Delimiter of [undefined, '/']) {
      const all = names(await list({ Delimiter }))
      const found: unknown[] = []
      let Marker: string | undefined
      for (;;) {
        const page = await practice.s3.send(new s3.ListObjectsCommand({ Bucket, Delimiter, Marker, MaxKeys }))
        const { keys, prefixes } = names(page)
        found.push(...keys, ...prefixes)
        if (!page.IsTruncated) break
        Marker = page.NextMarker ?? page.Contents?.at(-1)?.Key
      }
      expect(found.toSorted()).toEqual([...all.keys, ...all.prefixes].toSorted())
    }
  })
})

test('names that XML cannot carry are percent-encoded on demand', async () => {
  const { Contents, Prefix } = await list({ Prefix: 'd', EncodingType: 'url' })
  expect([Prefix, ...(Contents ?? []).map(({ Key }) => Key)]).toEqual(['d', 'd+e', 'd/'])
})

test.each([
  [{ MaxKeys: -1 }, 'Argument max-keys must be an integer between 0 and 2147483647'],
  [{ ContinuationToken: 'bad' }, 'The continuation token provided is incorrect'],
  [{ EncodingType: 'base64' as 'url' }, 'Invalid Encoding Method specified in Request'],
])('%j is refused', async (input, message) => {
  expect(await refusal(list(input))).toMatchObject({ name: 'InvalidArgument', message })
})

describe('versions', () => {
  const versions = async (bucket: string, more: Partial<s3.ListObjectVersionsCommandInput> = {}) =>
    practice.s3.send(new s3.ListObjectVersionsCommand({ Bucket: bucket, ...more }))

  async function versioned(): Promise<string> {
    const bucket = await practice.bucket()
    const VersioningConfiguration = { Status: 'Enabled' as const }
    await practice.s3.send(new s3.PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }))
    return bucket
  }

  test('are kept, read by id, hidden by a delete marker, and removed for good', async () => {
    const bucket = await versioned()
    const of = { Bucket: bucket, Key: 'k' }
    const ids: (string | undefined)[] = []
    for (const Body of ['1', '2', '3']) {
      ids.push((await practice.s3.send(new s3.PutObjectCommand({ ...of, Body }))).VersionId)
    }
    expect(new Set(ids).size).toBe(3)
    const read = async (VersionId?: string) =>
      (await practice.s3.send(new s3.GetObjectCommand({ ...of, VersionId }))).Body?.transformToString()
    expect([await read(), await read(ids[0])]).toEqual(['3', '1'])
    const marker = await practice.s3.send(new s3.DeleteObjectCommand(of))
    expect(marker.DeleteMarker).toBe(true)
    expect(await refusal(read())).toMatchObject({ name: 'NoSuchKey' })
    expect(await read(ids[1])).toBe('2')
    expect(await refusal(read(marker.VersionId))).toMatchObject({ name: 'MethodNotAllowed', status: 405 })
    const { Versions = [], DeleteMarkers = [] } = await versions(bucket)
    expect(Versions.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual(
      ids.toReversed().map(id => [id, false]),
    )
    expect(DeleteMarkers).toMatchObject([{ VersionId: marker.VersionId, IsLatest: true }])
    expect(await refusal(practice.s3.send(new s3.DeleteBucketCommand({ Bucket: bucket })))).toMatchObject({
      message: 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
    })
    await practice.s3.send(new s3.DeleteObjectCommand({ ...of, VersionId: marker.VersionId }))
    expect(await read()).toBe('3')
    const Objects = ids.map(VersionId => ({ Key: 'k', VersionId }))
    await practice.s3.send(new s3.DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }))
    await practice.s3.send(new s3.DeleteBucketCommand({ Bucket: bucket }))
  })

  test('what was there before is the null version, and suspended there is one again', async () => {
    const bucket = await practice.bucket()
    const of = { Bucket: bucket, Key: 'k' }
    const set = (Status: 'Enabled' | 'Suspended') =>
      practice.s3.send(
        new s3.PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status } }),
      )
    await practice.s3.send(new s3.PutObjectCommand({ ...of, Body: 'before' }))
    await set('Enabled')
    const { VersionId } = await practice.s3.send(new s3.PutObjectCommand({ ...of, Body: 'kept' }))
    await set('Suspended')
    for (const Body of ['x', 'after']) await practice.s3.send(new s3.PutObjectCommand({ ...of, Body }))
    const { Versions = [] } = await versions(bucket)
    expect(Versions.map(one => one.VersionId)).toEqual(['null', VersionId])
    const marker = await practice.s3.send(new s3.DeleteObjectCommand(of))
    expect(marker).toMatchObject({ DeleteMarker: true, VersionId: 'null' })
    const after = await versions(bucket)
    expect([
      after.Versions?.map(one => one.VersionId),
      after.DeleteMarkers?.map(one => one.VersionId),
    ]).toEqual([[VersionId], ['null']])
  })

  test.each([1, 2, 3])('are listed in pages of %i', async MaxKeys => {
    const bucket = await versioned()
    for (const Key of ['a', 'b', 'b', 'b', 'c/1', 'c/2']) {
      await practice.s3.send(new s3.PutObjectCommand({ Bucket: bucket, Key, Body: Key }))
    }
    for (const Delimiter of [undefined, '/']) {
      const whole = await versions(bucket, { Delimiter })
      const ids: unknown[] = []
      const prefixes: unknown[] = []
      let markers: Pick<s3.ListObjectVersionsCommandInput, 'KeyMarker' | 'VersionIdMarker'> = {}
      for (;;) {
        const page = await versions(bucket, { ...markers, Delimiter, MaxKeys })
        ids.push(...(page.Versions ?? []).map(one => one.VersionId))
        prefixes.push(...(page.CommonPrefixes ?? []).map(one => one.Prefix))
        if (!page.IsTruncated) break
        markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      }
      expect(ids).toEqual(whole.Versions?.map(one => one.VersionId))
      expect(prefixes).toEqual(Delimiter ? ['c/'] : [])
    }
  })
})
