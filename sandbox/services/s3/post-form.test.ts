import * as s3 from '@aws-sdk/client-s3'
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestBuckets, REGION, type TestBuckets } from './testing/test-buckets.ts'

let practice: TestBuckets
let Bucket: string

beforeAll(async () => {
  practice = await openTestBuckets()
  Bucket = await practice.bucket()
})
afterAll(() => practice.close())

const hmac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest()

interface Wanted {
  conditions?: unknown[]
  fields?: Record<string, string>
  key?: string
  file?: string
  /** Seconds from now. */
  ends?: number
  secretAccessKey?: string
  version?: 2 | 4
}

/** A form as a browser sends it, its policy signed apart from the server's own code. */
async function post(wanted: Wanted = {}): Promise<Response> {
  const { conditions = [], fields = {}, key = 'up/${filename}', file = 'content', ends = 60 } = wanted
  const { accessKeyId, secretAccessKey } = { ...practice.key, ...wanted }
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  const day = date.slice(0, 8)
  const v4 = {
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': `${accessKeyId}/${day}/${REGION}/s3/aws4_request`,
    'x-amz-date': date,
  }
  const own: Record<string, string> = wanted.version === 2 ? {} : v4
  const expiration = new Date(Date.now() + ends * 1000).toISOString()
  const every = [{ bucket: Bucket }, ['starts-with', '$key', 'up/'], own, ...conditions]
  const policy = Buffer.from(JSON.stringify({ expiration, conditions: every })).toString('base64')
  const signature: Record<string, string> =
    wanted.version === 2
      ? {
          AWSAccessKeyId: accessKeyId,
          signature: createHmac('sha1', secretAccessKey).update(policy).digest('base64'),
        }
      : {
          'x-amz-signature': hmac(
            [day, REGION, 's3', 'aws4_request'].reduce(hmac, Buffer.from(`AWS4${secretAccessKey}`)),
            policy,
          ).toString('hex'),
        }
  const form = new FormData()
  for (const [name, value] of Object.entries({ key, ...fields, ...own, policy, ...signature })) {
    form.append(name, value)
  }
  form.append('file', new Blob([file]), 'photo.txt')
  return fetch(`${practice.running.endpoint}/${Bucket}`, { method: 'POST', body: form, redirect: 'manual' })
}

const stored = async (Key: string) => {
  const { Body, ...rest } = await practice.s3.send(new s3.GetObjectCommand({ Bucket, Key }))
  return { text: await Body?.transformToString(), ...rest }
}

test.each([4, 2] as const)('a form whose policy is signed by version %s stores its file', async version => {
  const fields = { 'Content-Type': 'text/plain', 'x-amz-meta-from': 'form', acl: 'private' }
  const conditions = [
    { acl: 'private' },
    ['eq', '$Content-Type', 'text/plain'],
    { 'x-amz-meta-from': 'form' },
  ]
  const key = `up/v${version}/\${filename}`
  const answer = await post({ version, key, fields, conditions })
  expect([answer.status, await answer.text()]).toEqual([204, ''])
  expect(await stored(`up/v${version}/photo.txt`)).toMatchObject({
    text: 'content',
    ContentType: 'text/plain',
    Metadata: { from: 'form' },
  })
})

test('the answer is a document, or leads to where the form says', async () => {
  const created = await post({
    fields: { success_action_status: '201' },
    conditions: [{ success_action_status: '201' }],
  })
  expect(created.status).toBe(201)
  const { ETag = '' } = await stored('up/photo.txt')
  const text = await created.text()
  const location = `${practice.running.endpoint}/${Bucket}/up/photo.txt`
  expect(text).toContain(`<PostResponse><Location>${location}</Location><Bucket>${Bucket}</Bucket>`)
  expect(text).toContain('<Key>up/photo.txt</Key>')
  expect(created.headers.get('etag')).toBe(ETag)
  const target = 'http://127.0.0.1/done?a=1'
  const led = await post({
    fields: { success_action_redirect: target },
    conditions: [['starts-with', '$success_action_redirect', 'http://127.0.0.1/']],
  })
  const etag = encodeURIComponent(ETag)
  expect(led.status).toBe(303)
  expect(led.headers.get('location')).toBe(`${target}&bucket=${Bucket}&key=up%2Fphoto.txt&etag=${etag}`)
})

test('tags come as a document', async () => {
  const tagging = '<Tagging><TagSet><Tag><Key>team+stage</Key><Value>blue 1</Value></Tag></TagSet></Tagging>'
  const answer = await post({ key: 'up/tagged', fields: { tagging }, conditions: [{ tagging }] })
  expect(answer.status).toBe(204)
  const { TagSet } = await practice.s3.send(new s3.GetObjectTaggingCommand({ Bucket, Key: 'up/tagged' }))
  expect(TagSet).toEqual([{ Key: 'team+stage', Value: 'blue 1' }])
})

test('a file that is larger than what is read at once is stored whole, whatever is in it', async () => {
  const file = '\r\n--'.repeat(200_000)
  expect((await post({ key: 'up/large', file })).status).toBe(204)
  expect((await stored('up/large')).text).toBe(file)
})

const refusals: [what: string, wanted: Wanted, status: number, code: string, message: string][] = [
  [
    'a wrong secret',
    { secretAccessKey: 'wrong' },
    403,
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match',
  ],
  [
    'a wrong secret of version 2',
    { secretAccessKey: 'wrong', version: 2 },
    403,
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match',
  ],
  [
    'a policy whose time is over',
    { ends: -1 },
    403,
    'AccessDenied',
    'Invalid according to Policy: Policy expired.',
  ],
  [
    'another key than the policy allows',
    { key: 'down/x' },
    403,
    'AccessDenied',
    'Invalid according to Policy: Policy Condition failed: ["starts-with", "$key", "up/"]',
  ],
  [
    'a field that the policy does not name',
    { fields: { 'x-amz-meta-more': '1' } },
    403,
    'AccessDenied',
    'Invalid according to Policy: Extra input fields: x-amz-meta-more',
  ],
  [
    'a file that is too large',
    { conditions: [['content-length-range', 1, 3]] },
    400,
    'EntityTooLarge',
    'Your proposed upload exceeds the maximum allowed size',
  ],
  [
    'a file that is too small',
    { conditions: [['content-length-range', 100, 200]] },
    400,
    'EntityTooSmall',
    'Your proposed upload is smaller than the minimum allowed size',
  ],
  ['no key', { key: '' }, 400, 'InvalidArgument', "Bucket POST must contain a field named 'key'."],
]

test.each(refusals)(
  'a form with %s is refused and stores nothing',
  async (_what, wanted, status, code, message) => {
    const answer = await post({ ...wanted, key: wanted.key ?? 'up/refused' })
    const text = await answer.text()
    expect(answer.status).toBe(status)
    expect(text).toContain(`<Code>${code}</Code>`)
    expect(text.replaceAll('&quot;', '"').replaceAll('&apos;', "'")).toContain(message)
    await expect(stored('up/refused')).rejects.toMatchObject({ name: 'NoSuchKey' })
  },
)

test('without a policy a form may write only where everybody may', async () => {
  const form = new FormData()
  form.append('key', 'up/anonymous')
  form.append('file', new Blob(['x']), 'x')
  const address = `${practice.running.endpoint}/${Bucket}`
  expect((await fetch(address, { method: 'POST', body: form })).status).toBe(403)
  const headers = { 'content-type': 'multipart/form-data; boundary=x' }
  const broken = await fetch(address, { method: 'POST', headers, body: '--x\r\nnothing' })
  expect([broken.status, await broken.text()]).toEqual([
    400,
    expect.stringContaining('<Code>MalformedPOSTRequest</Code>'),
  ])
})
