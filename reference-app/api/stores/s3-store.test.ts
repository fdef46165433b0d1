import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3'
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam'
import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startSandbox, type RunningSandbox } from '../../../sandbox/start.ts'
import { FileEntity } from '../files/file.entity.ts'
import { sweepFiles } from '../files/sweep-files.ts'
import { eventually } from '../testing/eventually.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'
import { createS3Store } from './s3-store.ts'

const MIB = 1024 * 1024
const Bucket = 'uploads-test'
let account: RunningSandbox
let s3: S3Client
let app: TestApp

beforeAll(async () => {
  account = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
  const { accessKeyId, secretAccessKey } = account.createAccount()
  vi.stubEnv('AWS_ENDPOINT_URL', account.endpoint)
  vi.stubEnv('AWS_REGION', 'eu-west-1')
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey)
  s3 = new S3Client({ forcePathStyle: true })
  await s3.send(
    new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
  )
  app = await startTestApp({ maxUploadBytes: 40 * MIB, stores: { s3: createS3Store({ bucket: Bucket }) } })
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await app.close()
  await account.close()
})

/** Keys of the bucket: of objects, and of uploads in parts that nobody finished. */
async function left() {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }))
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }))
  return [...Contents, ...Uploads].map(({ Key }) => Key)
}

test.each([0, 5, 12 * MIB])('%i bytes go to S3 and come back by a link, whole and in ranges', async size => {
  const user = await app.client.newUser()
  const bytes = Buffer.alloc(size, 'slipway ')
  const { status, body: file } = await app.client.upload(user, 'a b.txt', bytes, 's3', {
    'content-type': 'text/plain',
  })
  expect([status, file.size, file.store]).toEqual([201, size, 's3'])
  expect(await left()).toEqual([`uploads/${file.id}`])

  const redirect = await app.client.download(user, file.id)
  expect(redirect.status).toBe(302)
  const link = redirect.headers.get('location')!
  expect(link).toContain(`${account.endpoint}/${Bucket}/uploads/${file.id}?`)
  const answer = await fetch(link)
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="a b.txt"')
  expect(answer.headers.get('content-type')).toBe('text/plain')
  expect(sha(Buffer.from(await answer.arrayBuffer()))).toBe(sha(bytes))
  if (size > 0) {
    const range = await fetch(link, { headers: { range: 'bytes=1-3' } })
    expect([range.status, await range.text()]).toEqual([206, 'lip'])
  }

  expect((await app.client.remove(`${user}/files/${file.id}`)).status).toBe(204)
  expect(await left()).toEqual([])
  expect((await fetch(link)).status).toBe(404)
})

test('a connection that is lost between the parts leaves no object and no parts', async () => {
  const user = await app.client.newUser()
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1')
  socket.write(
    `POST /api/users/${user}/files?name=cut&store=s3 HTTP/1.1\r\nHost: x\r\nContent-Length: ${16 * MIB}\r\n\r\n`,
  )
  socket.write(Buffer.alloc(12 * MIB))
  await eventually(left).toHaveLength(1)
  socket.destroy()
  await eventually(left).toEqual([])
  await eventually(() => app.deps.database.getRepository(FileEntity).count()).toBe(0)
})

test('a file that turns out too large in the middle leaves nothing either', async () => {
  async function* endless() {
    for (let sent = 0; sent < 45; sent++) yield Buffer.alloc(MIB)
  }
  const user = await app.client.newUser()
  expect(await app.client.upload(user, 'x', endless() as unknown as BodyInit, 's3')).toMatchObject({
    status: 413,
    body: { error: { code: 'too-large' } },
  })
  expect(await left()).toEqual([])
})

test('the sweep ends the upload in parts of a killed task', async () => {
  const userId = await app.client.newUser()
  const id = '11111111-1111-4111-8111-111111111111'
  await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: `uploads/${id}` }))
  const row = {
    id,
    userId,
    name: 'x',
    type: 'x',
    size: 0,
    store: 's3' as const,
    touchedAt: 0,
    storedAt: null,
  }
  await app.deps.database.getRepository(FileEntity).insert(row)
  await sweepFiles(app.deps)
  expect(await left()).toEqual([])
})

test('links are signed for the address at which browsers reach S3', async () => {
  const store = createS3Store({ bucket: Bucket, publicEndpoint: 'https://files.example' })
  const other = await startTestApp({ stores: { s3: store } })
  const user = await other.client.newUser()
  const { body: file } = await other.client.upload(user, 'x', 'x', 's3')
  const { headers } = await other.client.download(user, file.id)
  expect(headers.get('location')).toMatch(/^https:\/\/files\.example\/uploads-test\/uploads\//)
  await other.close()
})

test('a bucket that is not there: not ready, and a 503 that names it without S3’s insides', async () => {
  const other = await startTestApp({ stores: { s3: createS3Store({ bucket: 'not-there' }) } })
  expect(await other.client.get('/health/ready')).toMatchObject({ status: 503, body: { database: 'ok' } })
  const { status, body } = await other.client.upload(await other.client.newUser(), 'x', 'x', 's3')
  expect(status).toBe(503)
  expect(body.error).toMatchObject({ code: 's3-refused', message: expect.stringContaining('NoSuchBucket') })
  await other.close()
})

function sha(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

test('what the task may not do is named in what the health check says', async () => {
  const iam = new IAMClient({})
  await iam.send(new CreateUserCommand({ UserName: 'nobody' }))
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'nobody' }))
  const administrator = [process.env.AWS_ACCESS_KEY_ID, process.env.AWS_SECRET_ACCESS_KEY]
  process.env.AWS_ACCESS_KEY_ID = AccessKey?.AccessKeyId
  process.env.AWS_SECRET_ACCESS_KEY = AccessKey?.SecretAccessKey
  await expect(createS3Store({ bucket: Bucket }).check()).rejects.toThrow(
    /user\/nobody is not authorized to perform: s3:ListBucket on resource/,
  )
  ;[process.env.AWS_ACCESS_KEY_ID, process.env.AWS_SECRET_ACCESS_KEY] = administrator
})
