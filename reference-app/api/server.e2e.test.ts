import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from './database/connect.ts'
import { FileEntity } from './files/file.entity.ts'
import { buildOnce, killAppProcesses, startAppProcess } from './testing/app-process.ts'
import { eventually } from './testing/eventually.ts'
import { DATABASES, type TestDatabase } from './testing/databases.ts'

const MIB = 1024 * 1024
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'uploads-'))
  await buildOnce()
})
afterEach(killAppProcesses)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Bytes that come in pieces until the test says that it is enough. */
function endlessBytes() {
  const enough = Promise.withResolvers<void>()
  let ended = false
  void enough.promise.then(() => (ended = true))
  async function* pieces() {
    while (!ended) {
      yield Buffer.alloc(64 * 1024, 7)
      await Promise.race([pause(20), enough.promise])
    }
  }
  return { bytes: pieces() as unknown as BodyInit, enough: enough.resolve }
}

const filesIn = (dataDir: string) => readdirSync(path.join(dataDir, 'files'))

describe.each(DATABASES)('$name', ({ there, start }) => {
  describe.skipIf(!there)('the app as processes', () => {
    let database: TestDatabase
    beforeAll(async () => void (database = await start()), 60_000)
    afterAll(() => database.stop())

    test('four that start at once on an empty database migrate it once, and share it', async () => {
      const environment = { ...database.environment, DATA_DIR: path.join(folder, 'together') }
      const [one, ...others] = await Promise.all(
        Array.from({ length: 4 }, () => startAppProcess(environment)),
      )
      const user = await one!.client.newUser()
      const { body: file } = await one!.client.upload(user, 'shared', 'by all')
      for (const other of others) {
        expect(await (await other.client.download(user, file.id)).text()).toBe('by all')
      }
    })

    test('killed in the middle of an upload, and started again, it has no trace of the file', async () => {
      const dataDir = path.join(folder, 'killed')
      const environment = { ...database.environment, DATA_DIR: dataDir }
      const app = await startAppProcess(environment)
      const user = await app.client.newUser()
      const { bytes, enough } = endlessBytes()
      const upload = app.client.upload(user, 'half', bytes).catch(() => 'cut off')
      await eventually(() => filesIn(dataDir)).toHaveLength(1)
      app.kill('SIGKILL')
      await app.ended
      enough()
      expect(await upload).toBe('cut off')
      expect(filesIn(dataDir)).toHaveLength(1)

      const settings = database.settings ?? { kind: 'sqlite', file: path.join(dataDir, 'uploads.sqlite') }
      const rows = await openDatabase(settings)
      // Two minutes later; nobody sleeps for it.
      await rows.getRepository(FileEntity).update({ userId: user }, { touchedAt: Date.now() - 121_000 })
      const again = await startAppProcess(environment)
      expect(await again.client.files(user)).toEqual([])
      await eventually(() => filesIn(dataDir)).toEqual([])
      await eventually(() => rows.getRepository(FileEntity).countBy({ userId: user })).toBe(0)
      await rows.destroy()
    })
  })
})

test('SIGTERM under load: not ready at once, serving until the load balancer has let go, every request answered', async () => {
  const app = await startAppProcess({ DATA_DIR: path.join(folder, 'term'), SHUTDOWN_DELAY_SECONDS: '2' })
  const user = await app.client.newUser()
  const { bytes, enough } = endlessBytes()
  const upload = app.client.upload(user, 'long', bytes)
  const statuses: number[] = []
  let letGo = false
  const load = Array.from({ length: 8 }, async () => {
    while (!letGo) statuses.push((await app.client.get('/api/users')).status)
  })
  await eventually(() => statuses.length).toBeGreaterThan(50)
  app.kill('SIGTERM')
  // As a load balancer does: it asks for health, and sends nothing more once that says no.
  await eventually(async () => (await app.client.get('/health/ready')).status).toBe(503)
  const before = statuses.length
  await eventually(() => statuses.length).toBeGreaterThan(before + 20)
  letGo = true
  await Promise.all(load)
  expect(new Set(statuses)).toEqual(new Set([200]))

  await eventually(() =>
    fetch(`${app.url}/health/live`).then(
      () => 'serves',
      () => 'refuses',
    ),
  ).toBe('refuses')
  enough()
  expect(await upload).toMatchObject({ status: 201, body: { name: 'long' } })
  expect(await app.ended).toEqual([0, null])
})

test('the deaf version hears no SIGTERM, and serves on', async () => {
  const app = await startAppProcess({ DATA_DIR: path.join(folder, 'deaf'), APP_VERSION: '3-deaf' })
  app.kill('SIGTERM')
  await eventually(() => app.lines.join('\n')).toContain('ignores on purpose')
  expect((await app.client.get('/health/ready')).status).toBe(200)
})

test('a file of many times the memory goes through it, in and out', async () => {
  const app = await startAppProcess({ DATA_DIR: path.join(folder, 'large') })
  const user = await app.client.newUser()
  const resident = () =>
    Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${app.pid}/status`, 'utf8'))?.[1]) / 1024
  const before = resident()
  async function* pieces() {
    for (let sent = 0; sent < 256; sent++) yield Buffer.alloc(MIB, sent % 256)
  }
  const { body: file } = await app.client.upload(user, 'large', pieces() as unknown as BodyInit)
  expect(file.size).toBe(256 * MIB)
  let received = 0
  for await (const chunk of (await app.client.download(user, file.id)).body!) received += chunk.length
  expect(received).toBe(256 * MIB)
  expect(resident() - before).toBeLessThan(100)
})

test('a client that stays and sends nothing keeps nobody from being served', async () => {
  const app = await startAppProcess({ DATA_DIR: path.join(folder, 'slow') })
  const { port } = new URL(app.url)
  const stuck = Array.from({ length: 50 }, () =>
    connect(Number(port), '127.0.0.1').on('error', () => undefined),
  )
  for (const socket of stuck) socket.write('POST /api/users HTTP/1.1\r\n')
  expect((await app.client.get('/api/users')).status).toBe(200)
  for (const socket of stuck) socket.destroy()
})

test('what cannot start says why in words, with 1', async () => {
  await expect(startAppProcess({ PORT: 'http', APP_VERSION: 'x' })).rejects.toThrow(
    /ended with 1:\nThe app cannot start with this environment:\n {2}- APP_VERSION must[^]*\n {2}- PORT must/,
  )
  const taken = await startAppProcess({ DATA_DIR: path.join(folder, 'port') })
  const { port } = new URL(taken.url)
  await expect(startAppProcess({ DATA_DIR: path.join(folder, 'port'), PORT: port })).rejects.toThrow(
    /ended with 1:\nCannot listen on 127\.0\.0\.1:\d+ \(.*EADDRINUSE.*\)\. Set PORT to another one\./,
  )
})

describe.skipIf(!DATABASES[1]!.there)(
  'a database that goes away (skipped where mariadbd is not installed; never with CI=true)',
  () => {
    test('is a 503 that says so, and not ready, while the app lives', async () => {
      const database = await DATABASES[1]!.start()
      const app = await startAppProcess({ ...database.environment, DATA_DIR: path.join(folder, 'gone') })
      expect((await app.client.get('/health/ready')).body).toMatchObject({ status: 'ok', database: 'ok' })
      await database.stop()
      expect(await app.client.get('/api/users')).toMatchObject({
        status: 503,
        body: { error: { code: 'database-unavailable' } },
      })
      expect((await app.client.get('/health/ready')).body).toMatchObject({
        status: 'not ready',
        database: expect.stringMatching(/ECONNREFUSED|LOST/),
      })
      expect((await app.client.get('/health/live')).status).toBe(200)
    })

    test('and one that is wrong from the start ends it with its own word', async () => {
      const database = await DATABASES[1]!.start()
      const DATABASE_URL = database.environment.DATABASE_URL!.replace(/slipway$/, 'elsewhere')
      await expect(startAppProcess({ DATABASE_URL, DB_PASSWORD: '' })).rejects.toThrow(
        /ended with 1:\nThe database cannot be used: Unknown database 'elsewhere'/,
      )
      await database.stop()
    })
  },
)
