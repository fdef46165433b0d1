import * as s3 from '@aws-sdk/client-s3'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AccountKey } from '../../gateway/accounts.ts'
import { StoreWriteError } from '../../store/store.ts'
import { readObject } from './read-object.ts'
import { openTestBuckets, refusal, type TestBuckets } from './testing/test-buckets.ts'

let practice: TestBuckets
let Bucket: string

beforeEach(async () => {
  practice = await openTestBuckets()
  Bucket = await practice.bucket()
})
afterEach(() => practice.close())

const put = (Key: string, Body: string | Buffer) =>
  practice.s3.send(new s3.PutObjectCommand({ Bucket, Key, Body }))
const read = async (client: s3.S3Client, Key: string) =>
  (await client.send(new s3.GetObjectCommand({ Bucket, Key }))).Body?.transformToString()

async function admin(
  method: string,
  account: AccountKey,
  route: string,
  body?: unknown,
  status = 200,
): Promise<unknown> {
  const { endpoint, adminToken } = practice.running
  const answer = await fetch(`${endpoint}/_sandbox/accounts/${account.accountId}/${route}`, {
    method,
    headers: { authorization: `Bearer ${adminToken}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  expect(answer.status).toBe(status)
  return answer.json()
}

function files({ accountId }: AccountKey): string[] {
  const folder = path.join(practice.running.sandbox.config.dataDir, 'objects', accountId)
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(one => one.isFile())
    .map(({ name }) => name)
}

test('a reset leaves neither bucket nor byte', async () => {
  await put('k', 'content')
  await practice.s3.send(new s3.CreateMultipartUploadCommand({ Bucket, Key: 'half' }))
  expect(files(practice.key)).toHaveLength(1)
  await admin('POST', practice.key, 'reset')
  expect(files(practice.key)).toEqual([])
  expect((await practice.s3.send(new s3.ListBucketsCommand({}))).Buckets).toEqual([])
  await practice.s3.send(new s3.CreateBucketCommand({ Bucket }))
  expect((await practice.s3.send(new s3.ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0)
})

test('a snapshot brings the objects back after a reset, and into another account', async () => {
  for (const Key of ['a', 'b/c']) await put(Key, `content of ${Key}`)
  const snapshot = await admin('GET', practice.key, 'snapshot')
  await put('later', 'x')
  await admin('POST', practice.key, 'reset')
  await admin('PUT', practice.key, 'snapshot', snapshot)
  expect(await read(practice.s3, 'b/c')).toBe('content of b/c')
  expect(await refusal(read(practice.s3, 'later'))).toMatchObject({ name: 'NoSuchKey' })
  expect((await practice.s3.send(new s3.ListObjectsV2Command({ Bucket }))).KeyCount).toBe(2)
  await admin('POST', practice.key, 'reset')
  const other = practice.running.createAccount()
  await admin('PUT', other, 'snapshot', snapshot)
  expect(await read(practice.client({ credentials: other }), 'a')).toBe('content of a')
  expect(JSON.stringify(practice.running.sandbox.store.exportAccount(other.accountId))).not.toContain(
    'base64',
  )
})

test('a snapshot that would have to leave objects out is refused, and can be made when there are fewer', async () => {
  await put('large', Buffer.alloc(13 * 1024 * 1024, 'x'))
  await put('small', 'x')
  expect(await admin('GET', practice.key, 'snapshot', undefined, 400)).toMatchObject({
    message: expect.stringMatching(/buckets.*12 MiB.*Nothing was saved/) as string,
  })
  expect((await read(practice.s3, 'large'))?.length).toBe(13 * 1024 * 1024)
  await practice.s3.send(new s3.DeleteObjectCommand({ Bucket, Key: 'large' }))
  expect(await admin('GET', practice.key, 'snapshot')).toHaveProperty('documents')
})

test('other services read objects of their account', async () => {
  await put('k', 'content')
  const { sandbox } = practice.running
  const object = await readObject(sandbox, practice.key, Bucket, 'k')
  let text = ''
  for await (const chunk of object?.stream ?? []) text += String(chunk)
  expect([object?.size, text]).toEqual([7, 'content'])
  expect(await readObject(sandbox, practice.key, Bucket, 'none')).toBeUndefined()
  expect(await readObject(sandbox, practice.key, 'no-bucket', 'k')).toBeUndefined()
  expect(await readObject(sandbox, practice.running.createAccount(), Bucket, 'k')).toBeUndefined()
})

test('a full disk is named, and what was there stays', async () => {
  await put('k', 'before')
  const { store } = practice.running.sandbox
  const flush = store.flush.bind(store)
  store.flush = () => {
    throw new StoreWriteError('/state.sqlite', new Error('database or disk is full'))
  }
  expect(await refusal(put('other', 'x'))).toMatchObject({ name: 'ServiceUnavailable', status: 503 })
  store.flush = flush
  expect(await read(practice.s3, 'k')).toBe('before')
})

test('bytes that cannot be written store nothing', async () => {
  await put('k', 'before')
  const folder = path.join(
    practice.running.sandbox.config.dataDir,
    'objects',
    practice.key.accountId,
    'arriving',
  )
  rmSync(folder, { recursive: true })
  mkdirSync(path.dirname(folder), { recursive: true })
  writeFileSync(folder, 'in the way')
  expect(await refusal(put('k', 'after'))).toMatchObject({ status: 500 })
  rmSync(folder)
  expect(await read(practice.s3, 'k')).toBe('before')
  await put('k', 'after')
  expect(await read(practice.s3, 'k')).toBe('after')
})

test('a lost file takes its object out of the list at the next start, not the others', async () => {
  await put('kept', 'x')
  const before = new Set(files(practice.key))
  await put('lost', 'y')
  const [lost = ''] = files(practice.key).filter(name => !before.has(name))
  const folder = path.join(
    practice.running.sandbox.config.dataDir,
    'objects',
    practice.key.accountId,
    'files',
  )
  rmSync(path.join(folder, lost.slice(0, 2), lost))
  writeFileSync(path.join(folder, lost.slice(0, 2), 'f'.repeat(32)), 'nobody names this')
  const snapshot = await admin('GET', practice.key, 'snapshot')
  await admin('PUT', practice.key, 'snapshot', snapshot)
  const { Contents } = await practice.s3.send(new s3.ListObjectsV2Command({ Bucket }))
  expect(Contents?.map(({ Key }) => Key)).toEqual(['kept'])
  expect(files(practice.key)).toEqual([...before])
})
