import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createHmac, randomBytes } from 'node:crypto'
import {
  copyFileSync,
  createReadStream,
  createWriteStream,
  openSync,
  fsyncSync,
  closeSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { request } from 'node:http'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { load, requestBytes } from './load.ts'
import { median, type Bench, type Figure } from './measurement.ts'
import { type BenchAccount, openBenchAccount } from './practice-account.ts'

const Bucket = 'bench-objects'
const MIB = 1024 * 1024
const LARGE = 1024
const PART = 64
const MANY = 10_000

/** What S3 carries: a large object beside a plain copy of the file, small objects, and a list of many. */
export const bench: Bench = {
  title: 'Objects',
  async run() {
    const account = await openBenchAccount()
    const s3 = new S3Client({ ...account.client, forcePathStyle: true })
    try {
      await s3.send(new CreateBucketCommand({ Bucket }))
      return [...(await large(account)), ...(await small(account)), ...(await many(s3))]
    } finally {
      s3.destroy()
      await account.close()
    }
  },
}

/** A file of 1 GiB, and its way in and out, seen from a client that does nothing but send and receive. */
async function large(account: BenchAccount): Promise<Figure[]> {
  const file = path.join(account.home, 'large')
  const handle = openSync(file, 'w')
  for (let written = 0; written < LARGE; written += PART) writeSync(handle, randomBytes(PART * MIB))
  closeSync(handle)
  const perSecond = (ms: number) => (LARGE / ms) * 1000
  const copied = timed(() => {
    copyFileSync(file, `${file}.copy`)
    const copy = openSync(`${file}.copy`, 'r+')
    fsyncSync(copy)
    closeSync(copy)
  })
  const before = account.server.memoryMiB()
  let most = before
  const watch = setInterval(() => (most = Math.max(most, account.server.memoryMiB())), 50)
  const address = presigned(account, 'large')
  const sent = await timedAsync(() => transfer('PUT', address.PUT, LARGE * MIB, file))
  const received = await timedAsync(() => transfer('GET', address.GET, 0, `${file}.back`))
  clearInterval(watch)
  execFileSync('cmp', [file, `${file}.back`])
  for (const end of ['', '.copy', '.back']) rmSync(`${file}${end}`)
  const how = `${LARGE} MiB in one request`
  return [
    { name: 'plain copy of the file', value: perSecond(copied), unit: 'MiB/s', how: `${LARGE} MiB, fsync` },
    { name: 'upload', value: perSecond(sent), unit: 'MiB/s', how: `${how}, MD5 taken, on disk for good` },
    { name: 'download', value: perSecond(received), unit: 'MiB/s', how: `${how}, compared with the file` },
    {
      name: 'memory that both add',
      value: most - before,
      unit: 'MiB',
      how: 'resident, highest while they ran',
      aim: { atMost: 150 },
    },
  ]
}

async function small(account: BenchAccount): Promise<Figure[]> {
  const address = presigned(account, 'small')
  const bytes = (method: 'PUT' | 'GET', body = '') => {
    const { pathname, search, host } = address[method]
    return requestBytes({ method, path: `${pathname}${search}`, headers: { host } }, body)
  }
  const figures: Figure[] = []
  for (const [name, asked] of [
    ['PutObject', bytes('PUT', 'x'.repeat(1024))],
    ['GetObject', bytes('GET')],
  ] as const) {
    await load(account.port, asked, 1, 16)
    const { perSecond, p99Ms, failures } = await load(account.port, asked, 3, 16)
    const how = `1 KiB, 16 kept connections${failures > 0 ? `; ${failures} FAILED` : ''}`
    figures.push(
      { name: `${name}, small objects`, value: perSecond, unit: 'requests/s', how },
      { name: `${name}, small objects, p99`, value: p99Ms, unit: 'ms', how },
    )
  }
  return figures
}

async function many(s3: S3Client): Promise<Figure[]> {
  let next = 0
  const put = async () => {
    for (let at = next++; at < MANY; at = next++) {
      const Key = `many/${at % 100}/${at}`
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.from('x') }))
    }
  }
  const stored = await timedAsync(async () => {
    await Promise.all(Array.from({ length: 16 }, put))
  })
  const list = async (input: object) => {
    const samples: number[] = []
    for (let count = 0; count < 20; count++) {
      samples.push(await timedAsync(() => s3.send(new ListObjectsV2Command({ Bucket, ...input }))))
    }
    return median(samples)
  }
  const how = `among ${MANY} objects, seen from the SDK, p50`
  return [
    { name: `${MANY} objects stored`, value: stored / 1000, unit: 's', how: 'by the SDK, 16 at a time' },
    { name: 'list, 1,000 keys', value: await list({ Prefix: 'many/' }), unit: 'ms', how },
    { name: 'list, one folder of 100', value: await list({ Prefix: 'many/42/' }), unit: 'ms', how },
    {
      name: 'list, the 100 folders',
      value: await list({ Prefix: 'many/', Delimiter: '/' }),
      unit: 'ms',
      how,
    },
  ]
}

function timed(work: () => void): number {
  const started = performance.now()
  work()
  return performance.now() - started
}

async function timedAsync(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** Sends a file, or receives one. */
function transfer(method: 'PUT' | 'GET', url: URL, length: number, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = method === 'PUT' ? { 'content-length': length } : {}
    const sent = request(url, { method, headers, agent: false }, response => {
      if (response.statusCode !== 200)
        return reject(new Error(`${method} ${url.pathname}: ${response.statusCode}`))
      const received =
        method === 'GET' ? pipeline(response, createWriteStream(file)) : once(response.resume(), 'end')
      received.then(() => resolve(), reject)
    })
    sent.on('error', reject)
    if (method === 'GET') sent.end()
    else createReadStream(file, { highWaterMark: MIB }).pipe(sent)
  })
}

/** Addresses that may be used without the SDK, so that it is not what is measured. */
function presigned({ client }: BenchAccount, key: string): Record<'PUT' | 'GET', URL> {
  const expires = Math.floor(Date.now() / 1000) + 3600
  const address = (method: string) => {
    const url = new URL(`/${Bucket}/${key}`, client.endpoint)
    const text = `${method}\n\n\n${expires}\n${url.pathname}`
    const signature = createHmac('sha1', client.credentials.secretAccessKey).update(text).digest('base64')
    url.search = new URLSearchParams({
      AWSAccessKeyId: client.credentials.accessKeyId,
      Signature: signature,
      Expires: String(expires),
    }).toString()
    return url
  }
  return { PUT: address('PUT'), GET: address('GET') }
}
