import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { open, copyFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { buildApp } from '../launch/app-build.ts'
import { ROOT } from '../launch/settings.ts'
import type { Bench, Figure } from './measurement.ts'
import { openBenchAccount } from './practice-account.ts'
import { startProcess, type ServerProcess } from './server-process.ts'

const MIB = 1024 * 1024
const SIZE = 1024
const Bucket = 'bench-uploads'

/** What the uploads app carries: a file of 1 GiB into each store and out of it, beside a plain copy. */
export const bench: Bench = {
  title: 'Uploads app',
  async run() {
    await buildApp(ROOT, path.join(ROOT, '.cache/app-build.log'), () => undefined)
    const folder = mkdtempSync(path.join(tmpdir(), 'slipway-uploads-'))
    const account = await openBenchAccount()
    const { endpoint, region, credentials } = account.client
    const s3 = new S3Client({ ...account.client, forcePathStyle: true })
    const app = await startProcess(
      [process.execPath, path.join(ROOT, 'reference-app/dist/server.js')],
      {
        HOST: '127.0.0.1',
        PORT: '0',
        DATA_DIR: folder,
        SHUTDOWN_DELAY_SECONDS: '0',
        BUCKET: Bucket,
        AWS_REGION: region,
        AWS_ENDPOINT_URL: endpoint,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      },
      /listens on/,
    )
    try {
      await s3.send(new CreateBucketCommand({ Bucket }))
      return await measure(app, folder)
    } finally {
      s3.destroy()
      await app.stop()
      await account.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

async function measure(app: ServerProcess, folder: string): Promise<Figure[]> {
  const url = /http:\S+?(?=")/.exec(app.ready)?.[0] ?? ''
  const user = await fetch(`${url}/api/users`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'bench', email: 'bench@example.com' }),
  })
  const files = `${url}/api/users/${((await user.json()) as { id: string }).id}/files`
  const file = path.join(folder, 'large')
  await fill(file)
  const copied = await perSecond(async () => {
    await copyFile(file, `${file}.copy`)
    await sync(`${file}.copy`)
  })
  const before = app.memoryMiB()
  let most = before
  const watch = setInterval(() => (most = Math.max(most, app.memoryMiB())), 50)

  const how = `${SIZE} MiB, HTTP on one connection`
  const figures: Figure[] = [{ name: 'plain copy of the file', value: copied, unit: 'MiB/s', how: 'fsync' }]
  for (const [store, kept] of [
    ['file-system', 'fsync'],
    ['s3', 'in the practice account, in parts'],
  ] as const) {
    let id = ''
    const sent = await perSecond(async () => {
      id = await upload(`${files}?name=large&store=${store}`, file)
    })
    const received = await perSecond(() => download(`${files}/${id}/content`, `${file}.back`))
    execFileSync('cmp', [file, `${file}.back`])
    await fetch(`${files}/${id}`, { method: 'DELETE' })
    figures.push(
      { name: `upload, ${store}`, value: sent, unit: 'MiB/s', how: `${how}; ${kept}` },
      { name: `download, ${store}`, value: received, unit: 'MiB/s', how: `${how}; the same bytes came back` },
    )
  }
  clearInterval(watch)
  figures.push({
    name: 'memory that all of it adds',
    value: most - before,
    unit: 'MiB',
    how: 'resident, highest while they ran',
    aim: { atMost: 150 },
  })
  return figures
}

async function fill(file: string): Promise<void> {
  const handle = await open(file, 'w')
  for (let written = 0; written < SIZE; written += 64) await handle.writeFile(randomBytes(64 * MIB))
  await handle.close()
}

async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  await handle.sync()
  await handle.close()
}

async function perSecond(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return SIZE / ((performance.now() - began) / 1000)
}

/** Answers the id of the stored file. */
async function upload(address: string, file: string): Promise<string> {
  const sending = request(address, { method: 'POST', headers: { 'content-length': SIZE * MIB } })
  const answer = new Promise<string>((resolve, reject) => {
    sending.once('error', reject).once('response', response => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString())).on('end', () => resolve(text))
    })
  })
  await pipeline(createReadStream(file, { highWaterMark: MIB }), sending)
  const { id } = JSON.parse(await answer) as { id?: string }
  if (!id) throw new Error(`The upload was answered with ${await answer}`)
  return id
}

async function download(address: string, file: string): Promise<void> {
  const answer = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    request(address, response => {
      const { location } = response.headers
      if (!location) return resolve(response)
      response.resume()
      request(location, resolve).once('error', reject).end()
    })
      .once('error', reject)
      .end()
  })
  await pipeline(answer, createWriteStream(file, { highWaterMark: MIB }))
}
