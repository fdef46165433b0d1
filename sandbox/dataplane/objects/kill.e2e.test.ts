import * as s3 from '@aws-sdk/client-s3'
import { createHash, randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestAccount } from '../../services/ecs/testing/test-lab.ts'
import { ServerProcess } from '../../testing/server-process.ts'

const Bucket = 'survivor'
const PART = 5 * 1024 * 1024

let server: ServerProcess
let account: TestAccount

beforeEach(async () => {
  server = new ServerProcess()
  await server.start()
  account = await server.newAccount(1)
  await client().send(new s3.CreateBucketCommand({ Bucket }))
})
afterEach(() => server.close())

function client(): s3.S3Client {
  const { endpoint } = server
  return new s3.S3Client({
    endpoint,
    region: 'eu-west-1',
    credentials: account,
    maxAttempts: 1,
    forcePathStyle: true,
  })
}

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex')

async function objects(): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const live = client()
  for await (const { Contents = [] } of s3.paginateListObjectsV2({ client: live }, { Bucket })) {
    for (const { Key = '', ETag } of Contents) {
      const { Body } = await live.send(new s3.GetObjectCommand({ Bucket, Key }))
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array()
      if (!ETag?.includes('-')) expect(`"${md5(bytes)}"`, Key).toBe(ETag)
      found.set(Key, md5(bytes))
    }
  }
  return found
}

test('kill -9 at any moment: what was acknowledged is whole, what was deleted is gone, nothing is left over', async () => {
  const kept = new Map<string, string>()
  const deleted = new Set<string>()
  let number = 0
  const work = async () => {
    const live = client()
    for (;;) {
      const Key = `k/${number++}`
      const Body = randomBytes(1 + (number % 7) * 20_000)
      await live.send(new s3.PutObjectCommand({ Bucket, Key, Body }))
      kept.set(Key, md5(Body))
      const [old] = kept.keys()
      if (number % 5 !== 0 || old === undefined) continue
      // From here on it may be there or not.
      kept.delete(old)
      await live.send(new s3.DeleteObjectCommand({ Bucket, Key: old }))
      deleted.add(old)
    }
  }
  for (const more of [1, 40, 9]) {
    const until = number + more
    const workers = [work(), work(), work()].map(worker => worker.catch(() => undefined))
    await expect.poll(() => number, { timeout: 60_000, interval: 1 }).toBeGreaterThan(until + 3)
    await server.end('SIGKILL')
    await Promise.all(workers)
    await server.start()
  }
  const found = await objects()
  expect(kept.size).toBeGreaterThan(0)
  for (const [Key, hash] of kept) expect([Key, found.get(Key)]).toEqual([Key, hash])
  for (const Key of deleted) expect(found.has(Key), Key).toBe(false)
  const folder = path.join(server.home, 'sandbox/objects', account.accountId)
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  expect(files).toHaveLength(found.size)
})

test('kill -9 in the middle of a multipart upload: it goes on with the parts that were acknowledged', async () => {
  const parts = [randomBytes(PART), randomBytes(PART), randomBytes(10)]
  const of = { Bucket, Key: 'big' }
  const { UploadId } = await client().send(new s3.CreateMultipartUploadCommand(of))
  const send = (at: number) =>
    client().send(new s3.UploadPartCommand({ ...of, UploadId, PartNumber: at + 1, Body: parts[at] }))
  await send(0)
  const broken = send(1).catch(() => undefined)
  await server.end('SIGKILL')
  await broken
  await server.start()
  const { Parts = [] } = await client().send(new s3.ListPartsCommand({ ...of, UploadId }))
  expect(Parts[0]).toMatchObject({ PartNumber: 1, Size: PART, ETag: `"${md5(parts[0] ?? Buffer.alloc(0))}"` })
  expect(await objects()).toEqual(new Map())
  const done = [Parts[0]?.ETag, (await send(1)).ETag, (await send(2)).ETag]
  const MultipartUpload = { Parts: done.map((ETag, at) => ({ PartNumber: at + 1, ETag })) }
  await client().send(new s3.CompleteMultipartUploadCommand({ ...of, UploadId, MultipartUpload }))
  expect(await objects()).toEqual(new Map([['big', md5(Buffer.concat(parts))]]))
})
