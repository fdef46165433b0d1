import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createLog } from '../security/log.ts'
import { createTestLab } from '../test-support/test-lab.ts'
import { send, startWorkshop, type TestWorkshop } from '../test-support/workshop.ts'

let workshop: TestWorkshop
let logged = ''

beforeAll(async () => {
  const sink = new Writable({
    write(chunk, _encoding, done) {
      logged += String(chunk)
      done()
    },
  })
  workshop = await startWorkshop([createTestLab().lab], { log: createLog('debug', sink) })
})
afterAll(() => workshop.close())

const open = (path: string, headers = {}) =>
  send(workshop.runner, 'GET', path, undefined, { accept: 'text/html', ...headers })
const token = () => new URL(workshop.runner.signInUrl).searchParams.get('token') ?? ''

it('a token works once, becomes a cookie, and leaves the address', async () => {
  await workshop.restart()
  const first = await open(`/labs/test-lab/?token=${token()}&tab=map`)
  expect(first.status).toBe(303)
  expect(first.headers.location).toBe('/labs/test-lab/?tab=map')
  const cookie = String(first.headers['set-cookie'])
  expect(cookie).toMatch(/^slipway=[0-9a-f]{48}; .*HttpOnly; SameSite=Strict$/)

  const second = await open(`/?token=${token()}`)
  expect(second.status).toBe(401)
  expect(second.text).toContain('has been used already')
  // The same browser, which has the cookie, is simply let in.
  expect((await open(`/?token=${token()}`, { cookie: cookie.split(';')[0] })).status).toBe(303)
})

it('the cookie survives a restart; the token of an earlier start does not', async () => {
  await workshop.restart()
  const earlier = token()
  await workshop.restart()
  expect((await workshop.api('GET', '/api/me')).status).toBe(200)
  expect((await open(`/?token=${earlier}`)).status).toBe(401)
  expect((await open(`/?token=${token()}`)).status).toBe(303)
})

it('two uses at once: one gets in', async () => {
  await workshop.restart()
  const answers = await Promise.all([1, 2, 3, 4].map(() => open(`/?token=${token()}`)))
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 401, 401, 401])
})

it('sends nobody to another host', async () => {
  await workshop.restart()
  expect((await open(`//evil.example/?token=${token()}`)).headers.location).toMatch(/^\/(?!\/)/)
})

it('guesses are soon refused', async () => {
  await workshop.restart()
  const statuses: number[] = []
  for (let n = 0; n < 12; n++) statuses.push((await open(`/?token=guess${n}`)).status)
  expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401))
  expect(statuses.slice(10)).toEqual([429, 429])
})

it('no token, cookie or key stands in the log or the database', async () => {
  await workshop.api('GET', '/api/labs/test-lab')
  workshop.runner.deps.log.info(
    {
      headers: { cookie: 'c-secret' },
      credentials: { secretAccessKey: 'k-secret' },
      a: { b: { sessionToken: 's-secret' } },
    },
    'x',
  )
  expect(logged).not.toMatch(/[cks]-secret/)
  const state = join(workshop.home, 'state')
  const database = readdirSync(state)
    .filter(name => name.startsWith('workshop.sqlite'))
    .map(name => readFileSync(join(state, name), 'latin1'))
    .join('')
  const cookie = workshop.cookie.split('=')[1] ?? ''
  const [keys] = await workshop.runner.deps.database.query('SELECT practiceKeys FROM account')
  expect(keys.practiceKeys).not.toContain('AKIA')
  const secrets = [cookie, token(), workshop.sandbox.adminToken]
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(10)
    expect(logged).not.toContain(secret)
    expect(database).not.toContain(secret)
  }
  expect(database).not.toMatch(/AKIA[A-Z0-9]{16}/)
})
