import { afterAll, beforeAll, expect, it } from 'vitest'
import { hasMariaDb, startMariaDb, type TestMariaDb } from '../test-support/mariadb.ts'
import { createTestLab } from '../test-support/test-lab.ts'
import { startWorkshop, until, type TestWorkshop } from '../test-support/workshop.ts'

/* A database that is gone for a while, as at a restart of RDS: the workshop says so, loses nothing, and goes on by itself. */

const there = hasMariaDb()
let server: TestMariaDb
let workshop: TestWorkshop

beforeAll(async () => {
  if (!there) return
  server = await startMariaDb()
  workshop = await startWorkshop([createTestLab().lab], { databaseUrl: server.url })
}, 60_000)
afterAll(async () => {
  if (!there) return
  await workshop.close()
  await server.stop()
})

it.skipIf(!there)(
  'says that its database is gone, keeps what was stored, and goes on when it is back',
  async () => {
    const step = '/api/labs/test-lab/steps/write-note'
    const before = await workshop.api('POST', `${step}/hint`, { index: 0 })
    expect(before.body.hints).toHaveLength(1)
    const { socket } = await workshop.socket()

    await server.kill()
    for (const path of ['/healthz', '/api/me', '/api/labs', '/api/labs/test-lab']) {
      const { status, body } = await workshop.api('GET', path)
      expect([path, status, body.code]).toEqual([path, 503, 'database-unavailable'])
      expect(body.next).toContain('try again')
    }
    expect((await workshop.api('POST', `${step}/run`, {})).status).toBe(503)
    // The page itself needs no database, and no connection is cut.
    expect((await workshop.api('GET', '/')).status).toBe(200)
    expect(socket.connected).toBe(true)

    await server.start()
    const after = await until(async () => {
      const answer = await workshop.api('GET', '/api/labs/test-lab')
      return answer.status === 200 && answer
    })
    expect(after.body.steps[0]).toMatchObject({ id: 'write-note', hints: [expect.any(String)] })
    const run = await workshop.api('POST', `${step}/run`, {})
    expect(run.status).toBe(201)
    await until(async () => {
      const { body } = await workshop.api('GET', '/api/labs/test-lab')
      return body.steps[0].lastRun?.status !== 'running'
    })
  },
  60_000,
)
