import * as s3 from '@aws-sdk/client-s3'
import { createHash, createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'
import type { LookupFunction } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestBuckets, REGION, type TestBuckets } from './testing/test-buckets.ts'

/* What the SDK does not send of itself: signed chunks, presigned addresses, host names, browsers' questions. */

let practice: TestBuckets
let Bucket: string

beforeAll(async () => {
  practice = await openTestBuckets()
  Bucket = await practice.bucket()
  await practice.s3.send(new s3.PutObjectCommand({ Bucket, Key: 'there', Body: 'hello' }))
})
afterAll(() => practice.close())

interface Wire {
  method?: string
  path: string
  headers?: Record<string, string>
  body?: string | Buffer
}

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

function ask({ method = 'GET', path, headers = {}, body = '' }: Wire): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(practice.running.endpoint, { method, path, headers, agent: false }, response => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      )
    })
    sent.on('error', reject).end(body)
  })
}

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')
const hmac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest()

interface Signing {
  method?: string
  path: string
  query?: Record<string, string>
  headers?: Record<string, string>
  payload: string
  at?: number
  /** Seconds; signs the query. */
  presign?: number
}

/** Signature Version 4 as AWS publishes it, written apart from the server's own. */
function signed({
  method = 'GET',
  path,
  query = {},
  headers = {},
  payload,
  at = Date.now(),
  presign,
}: Signing) {
  const time = new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')
  const scope = `${time.slice(0, 8)}/${REGION}/s3/aws4_request`
  const credential = `${practice.key.accessKeyId}/${scope}`
  const all: Record<string, string> = { host: new URL(practice.running.endpoint).host, ...headers }
  const parameters = new URLSearchParams(query)
  if (presign === undefined) Object.assign(all, { 'x-amz-date': time, 'x-amz-content-sha256': payload })
  const names = Object.keys(all).sort()
  if (presign !== undefined) {
    for (const [name, value] of Object.entries({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': credential,
      'X-Amz-Date': time,
      'X-Amz-Expires': String(presign),
      'X-Amz-SignedHeaders': names.join(';'),
    })) {
      parameters.set(name, value)
    }
  }
  parameters.sort()
  const search = parameters.toString().replaceAll('+', '%20')
  const canonical = [
    method,
    path,
    search,
    ...names.map(name => `${name}:${all[name]}`),
    '',
    names.join(';'),
    payload,
  ]
  const key = [time.slice(0, 8), REGION, 's3', 'aws4_request'].reduce<Buffer | string>(
    hmac,
    `AWS4${practice.key.secretAccessKey}`,
  ) as Buffer
  const sign = (text: string) => hmac(key, text).toString('hex')
  const signature = sign(['AWS4-HMAC-SHA256', time, scope, sha256(canonical.join('\n'))].join('\n'))
  const chunk = (previous: string, data: string) =>
    sign(['AWS4-HMAC-SHA256-PAYLOAD', time, scope, previous, sha256(''), sha256(data)].join('\n'))
  const trailer = (previous: string, text: string) =>
    sign(['AWS4-HMAC-SHA256-TRAILER', time, scope, previous, sha256(text)].join('\n'))
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`
  return {
    signature,
    chunk,
    trailer,
    headers: presign === undefined ? { ...all, authorization } : all,
    path:
      presign === undefined
        ? `${path}${search && `?${search}`}`
        : `${path}?${search}&X-Amz-Signature=${signature}`,
  }
}

const read = async (Key: string) => {
  const { Body } = await practice.s3.send(new s3.GetObjectCommand({ Bucket, Key }))
  return Body?.transformToString()
}
const isThere = (Key: string) =>
  practice.s3.send(new s3.HeadObjectCommand({ Bucket, Key })).then(
    () => true,
    () => false,
  )

describe('signed chunks', () => {
  const PAYLOAD = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'

  function chunked(
    Key: string,
    parts: string[],
    change: (body: string) => string = body => body,
    trailers?: string,
  ) {
    const length = parts.join('').length
    const headers = {
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': String(length),
      ...(trailers !== undefined && { 'x-amz-trailer': 'x-amz-checksum-crc32' }),
    }
    const path = `/${Bucket}/${Key}`
    const payload = trailers === undefined ? PAYLOAD : `${PAYLOAD}-TRAILER`
    const signing = signed({ method: 'PUT', path, headers, payload })
    let previous = signing.signature
    const chunks = [...parts, ''].map(data => {
      previous = signing.chunk(previous, data)
      const end = data === '' && trailers !== undefined ? '' : '\r\n'
      return `${data.length.toString(16)};chunk-signature=${previous}\r\n${data}${end}`
    })
    const last =
      trailers === undefined
        ? ''
        : `${trailers}\r\nx-amz-trailer-signature:${signing.trailer(previous, `${trailers}\n`)}\r\n\r\n`
    return ask({ method: 'PUT', path, headers: signing.headers, body: change(chunks.join('') + last) })
  }

  test('are put together', async () => {
    expect((await chunked('chunks', ['hello ', 'x'.repeat(70_000), 'end'])).status).toBe(200)
    expect(await read('chunks')).toBe(`hello ${'x'.repeat(70_000)}end`)
    expect((await chunked('trailer', ['hello'], undefined, 'x-amz-checksum-crc32:NhCmhg==')).status).toBe(200)
  })

  test.each([
    ['changed on the way', (body: string) => body.replace('hello', 'hallo'), 'SignatureDoesNotMatch'],
    [
      'with a forged signature',
      (body: string) => body.replace(/signature=./, 'signature=x'),
      'SignatureDoesNotMatch',
    ],
    [
      'without signatures',
      (body: string) => body.replaceAll(/;chunk-signature=[0-9a-f]+/g, ''),
      'SignatureDoesNotMatch',
    ],
    ['cut short', (body: string) => body.slice(0, 60), 'IncompleteBody'],
    ['that are none', () => 'hello', 'IncompleteBody'],
  ])('%s are refused, and nothing is stored', async (_how, change, code) => {
    const { status, body } = await chunked('refused', ['hello', ' world'], change)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(body).toContain(`<Code>${code}</Code>`)
    expect(await isThere('refused')).toBe(false)
  })

  test('a trailer that lies, or that nobody signed, is refused', async () => {
    const lie = await chunked('refused', ['hello'], undefined, 'x-amz-checksum-crc32:AAAAAA==')
    expect(lie.body).toContain(
      '<Message>The CRC32 you specified did not match the calculated checksum.</Message>',
    )
    const forged = await chunked(
      'refused',
      ['hello'],
      body => body.replace('NhCmhg', 'AhCmhg'),
      'x-amz-checksum-crc32:NhCmhg==',
    )
    expect(forged.body).toContain('<Code>SignatureDoesNotMatch</Code>')
    expect(await isThere('refused')).toBe(false)
  })
})

describe('the signature of the content', () => {
  test('covers it', async () => {
    const path = `/${Bucket}/covered`
    const { headers } = signed({ method: 'PUT', path, payload: sha256('hello') })
    const { status, body } = await ask({ method: 'PUT', path, headers, body: 'hallo' })
    expect(status).toBe(400)
    expect(body).toContain('<Code>XAmzContentSHA256Mismatch</Code>')
    expect(await isThere('covered')).toBe(false)
  })

  test('must be there, and of now', async () => {
    const path = `/${Bucket}/there`
    const { headers } = signed({ path, payload: 'UNSIGNED-PAYLOAD' })
    const { 'x-amz-content-sha256': _left, ...without } = headers
    expect((await ask({ path, headers: without })).body).toContain(
      '<Message>Missing required header for this request: x-amz-content-sha256</Message>',
    )
    const old = signed({ path, payload: sha256(''), at: Date.now() - 16 * 60_000 })
    expect((await ask(old)).body).toContain('<Code>RequestTimeTooSkewed</Code>')
  })

  test('a content shorter than announced stores nothing', async () => {
    const path = `/${Bucket}/short`
    const { headers } = signed({ method: 'PUT', path, payload: 'UNSIGNED-PAYLOAD' })
    const gone = await new Promise(resolve => {
      const sent = request(practice.running.endpoint, {
        method: 'PUT',
        path,
        headers: { ...headers, 'content-length': 100 },
      })
      sent.on('error', () => resolve('gone'))
      sent.write('ten bytes.')
      setTimeout(() => sent.destroy(), 50)
    })
    expect(gone).toBe('gone')
    expect(await isThere('short')).toBe(false)
  })
})

describe('presigned addresses', () => {
  const payload = 'UNSIGNED-PAYLOAD'

  test('read and write for as long as they say', async () => {
    const path = `/${Bucket}/presigned`
    expect(
      (await ask({ method: 'PUT', ...signed({ method: 'PUT', path, payload, presign: 60 }), body: 'sent' }))
        .status,
    ).toBe(200)
    const query = { 'response-content-type': 'text/html' }
    const answer = await ask(signed({ path, query, payload, presign: 60 }))
    expect([answer.status, answer.body, answer.headers['content-type']]).toEqual([200, 'sent', 'text/html'])
    const late = await ask(signed({ path, payload, presign: 60, at: Date.now() - 61_000 }))
    expect(late.status).toBe(403)
    expect(late.body).toContain('<Code>AccessDenied</Code><Message>Request has expired</Message>')
    const { path: good } = signed({ path, payload, presign: 60 })
    expect((await ask({ path: good.replace('presigned', 'there') })).body).toContain(
      '<Code>SignatureDoesNotMatch</Code>',
    )
    expect((await ask({ path: good, method: 'DELETE' })).body).toContain('<Code>SignatureDoesNotMatch</Code>')
  })

  test('of the older signature', async () => {
    const path = `/${Bucket}/there`
    const address = (Expires: number, method = 'GET') => {
      const toSign = `${method}\n\n\n${Expires}\n${path}`
      const Signature = createHmac('sha1', practice.key.secretAccessKey).update(toSign).digest('base64')
      const query = new URLSearchParams({
        AWSAccessKeyId: practice.key.accessKeyId,
        Signature,
        Expires: String(Expires),
      })
      return { path: `${path}?${query.toString()}` }
    }
    const now = Math.floor(Date.now() / 1000)
    expect((await ask(address(now + 60))).body).toBe('hello')
    expect((await ask(address(now - 1))).body).toContain('<Message>Request has expired</Message>')
    expect((await ask(address(now + 60, 'PUT'))).body).toContain('<Code>SignatureDoesNotMatch</Code>')
  })
})

describe('host names', () => {
  test.each([
    (port: string) => `${Bucket}.localhost:${port}`,
    (port: string) => `${Bucket}.s3.localhost:${port}`,
    () => `${Bucket}.s3.${REGION}.amazonaws.com`,
    () => `${Bucket}.s3.amazonaws.com`,
  ])('have the bucket before them: %s', async hostOf => {
    const host = hostOf(new URL(practice.running.endpoint).port)
    const { headers } = signed({ path: '/there', headers: { host }, payload: sha256('') })
    const { status, body } = await ask({ path: '/there', headers })
    expect([status, body]).toEqual([200, 'hello'])
    const list = signed({ path: '/', query: { 'list-type': '2' }, headers: { host }, payload: sha256('') })
    expect((await ask(list)).body).toContain('<Key>there</Key>')
  })

  test('of S3 through the forward proxy', async () => {
    const host = `${Bucket}.s3.${REGION}.amazonaws.com`
    const { headers } = signed({ path: '/there', headers: { host }, payload: sha256('') })
    expect((await ask({ path: `http://${host}/there`, headers })).body).toBe('hello')
    const { headers: service } = signed({
      path: `/${Bucket}/there`,
      headers: { host: `s3.${REGION}.amazonaws.com` },
      payload: sha256(''),
    })
    expect(
      (await ask({ path: `http://s3.${REGION}.amazonaws.com/${Bucket}/there`, headers: service })).body,
    ).toBe('hello')
  })

  test('the SDK makes buckets by them', async () => {
    const { port } = new URL(practice.running.endpoint)
    // Not every machine resolves names below localhost.
    const lookup: LookupFunction = (_host, { all }, done) => {
      if (all) done(null, [{ address: '127.0.0.1', family: 4 }])
      else done(null, '127.0.0.1', 4)
    }
    const client = practice.client({
      endpoint: `http://localhost:${port}`,
      forcePathStyle: false,
      requestHandler: { httpAgent: new Agent({ lookup }) },
    })
    await client.send(new s3.CreateBucketCommand({ Bucket: 'by-host' }))
    await client.send(new s3.PutObjectCommand({ Bucket: 'by-host', Key: 'k', Body: 'x' }))
    expect((await client.send(new s3.ListObjectsV2Command({ Bucket: 'by-host' }))).KeyCount).toBe(1)
  })
})

describe('pages of other origins', () => {
  const origin = 'https://app.example'
  const question = (path: string, more: Record<string, string> = {}) =>
    ask({ method: 'OPTIONS', path, headers: { origin, 'access-control-request-method': 'PUT', ...more } })

  test('may what the buckets rules say', async () => {
    const bucket = await practice.bucket()
    const path = `/${bucket}/k`
    const none = await question(path)
    expect([none.status, none.body]).toEqual([
      403,
      expect.stringContaining('CORSResponse: CORS is not enabled for this bucket.'),
    ])
    const CORSRules = [
      {
        AllowedMethods: ['PUT', 'GET'],
        AllowedOrigins: ['https://*.example'],
        AllowedHeaders: ['x-amz-*'],
        ExposeHeaders: ['etag'],
        MaxAgeSeconds: 60,
      },
    ]
    await practice.s3.send(new s3.PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules } }))
    const yes = await question(path, { 'access-control-request-headers': 'x-amz-date' })
    expect(yes.status).toBe(200)
    expect(yes.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'PUT, GET',
      'access-control-allow-headers': 'x-amz-date',
      'access-control-expose-headers': 'etag',
      'access-control-max-age': '60',
    })
    expect((await question(path, { 'access-control-request-headers': 'authorization' })).status).toBe(403)
    expect((await question(path, { origin: 'https://evil.test' })).status).toBe(403)
    expect((await question(path, { 'access-control-request-method': 'DELETE' })).status).toBe(403)
    const put = signed({ method: 'PUT', path, payload: 'UNSIGNED-PAYLOAD', presign: 60 })
    const sent = await ask({
      method: 'PUT',
      path: put.path,
      headers: { ...put.headers, origin },
      body: 'from a page',
    })
    expect([sent.status, sent.headers['access-control-allow-origin']]).toEqual([200, origin])
    const evil = await ask({
      method: 'PUT',
      path: put.path,
      headers: { ...put.headers, origin: 'https://evil.test' },
      body: 'x',
    })
    expect(evil.status).toBe(403)
  })

  test('by names that lead here are refused', async () => {
    expect((await ask({ path: `/${Bucket}/there`, headers: { host: 'evil.test' } })).status).toBe(403)
  })
})

test('a link that a task has signed leads to the object by way of the proxy, whatever the task calls this server', async () => {
  const host = '169.254.170.2:4566'
  const wanted = { path: `/${Bucket}/there`, headers: { host }, payload: 'UNSIGNED-PAYLOAD' }
  const { path, headers } = signed({ ...wanted, presign: 60 })
  const follow = () => ask({ path: `http://${host}${path}`, headers })
  expect((await follow()).status).toBe(502)
  practice.running.sandbox.config.endpointInTasks = `http://${host}`
  expect(await follow()).toMatchObject({ status: 200, body: 'hello' })
})
