import { randomUUID } from 'node:crypto'
import type { Express } from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { LearnerEntity } from '../accounts/learner.entity.ts'
import { createTestLab } from '../test-support/test-lab.ts'
import { send, startWorkshop, type TestWorkshop } from '../test-support/workshop.ts'

/** Every route, and who may. A route that is not here fails the build. */
const MATRIX: Record<string, 'anyone' | 'learner'> = {
  'GET /healthz': 'anyone',
  'GET /api/me': 'learner',
  'GET /api/account': 'learner',
  'PUT /api/account': 'learner',
  'POST /api/account/confirm': 'learner',
  'PUT /api/account/time-scale': 'learner',
  'GET /api/labs': 'learner',
  'GET /api/labs/:labId': 'learner',
  'GET /api/labs/:labId/map': 'learner',
  'GET /api/labs/:labId/logs': 'learner',
  'GET /api/labs/:labId/metrics': 'learner',
  'GET /api/labs/:labId/load': 'learner',
  'POST /api/labs/:labId/load': 'learner',
  'POST /api/labs/:labId/load/stop': 'learner',
  'GET /api/labs/:labId/chaos': 'learner',
  'POST /api/labs/:labId/chaos': 'learner',
  'GET /api/labs/:labId/deployments': 'learner',
  'POST /api/labs/:labId/deployments': 'learner',
  'GET /api/labs/:labId/reset': 'learner',
  'POST /api/labs/:labId/reset': 'learner',
  'POST /api/labs/:labId/terminals': 'learner',
  'DELETE /api/labs/:labId/terminals/:terminalId': 'learner',
  'POST /api/labs/:labId/steps/:stepId/run': 'learner',
  'POST /api/labs/:labId/steps/:stepId/check': 'learner',
  'POST /api/labs/:labId/steps/:stepId/solve': 'learner',
  'POST /api/labs/:labId/steps/:stepId/start-from': 'learner',
  'POST /api/labs/:labId/steps/:stepId/hint': 'learner',
}

interface Layer {
  route?: { path: string; methods: Record<string, boolean> }
  handle?: { stack?: Layer[] }
}

function routesOf(app: Express): string[] {
  const walk = (layers: Layer[]): string[] =>
    layers.flatMap(({ route, handle }) => [
      ...(route ? Object.keys(route.methods).map(method => `${method.toUpperCase()} ${route.path}`) : []),
      ...walk(handle?.stack ?? []),
    ])
  return walk((app as unknown as { router: { stack: Layer[] } }).router.stack)
}

const test = createTestLab()
let workshop: TestWorkshop

beforeAll(async () => {
  workshop = await startWorkshop([test.lab])
})
afterAll(() => workshop.close())

it('every route stands in the matrix, and nothing else does', () => {
  expect(routesOf(createApp(workshop.runner.deps)).sort()).toEqual(Object.keys(MATRIX).sort())
})

describe.each(Object.entries(MATRIX))('%s', (route, who) => {
  const [method = '', pattern = ''] = route.split(' ')
  const path = pattern
    .replace(':labId', 'test-lab')
    .replace(':stepId', 'write-note')
    .replace(':terminalId', randomUUID())
  const body = method === 'GET' || method === 'DELETE' ? undefined : {}
  const ask = (headers: Record<string, string | undefined>) =>
    send(workshop.runner, method, path, body, headers)

  it(`is for ${who}`, async () => {
    const { status } = await ask({})
    if (who === 'anyone') expect(status).toBe(200)
    else expect(status).toBe(401)
    expect((await ask({ cookie: `slipway=${'0'.repeat(48)}` })).status).toBe(status)
  })

  it('refuses a foreign Host, as after DNS rebinding', async () => {
    const { port } = workshop.runner
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1:1',
      `127.0.0.1.evil.example:${port}`,
    ]) {
      expect((await ask({ cookie: workshop.cookie, host, origin: `http://${host}` })).status).toBe(403)
    }
  })

  if (method !== 'GET') {
    it('refuses another origin, a null one and a missing one', async () => {
      for (const origin of [
        'http://evil.example',
        'null',
        'http://127.0.0.1:1',
        'https://127.0.0.1',
        undefined,
      ]) {
        expect((await ask({ cookie: workshop.cookie, origin })).status).toBe(403)
      }
    })

    it('takes JSON only', async () => {
      const form = await ask({ cookie: workshop.cookie, 'content-type': 'text/plain' })
      if (method !== 'DELETE') expect(form.status).toBe(415)
    })
  }
})

it('reads of the API from a page on another port are refused', async () => {
  for (const site of ['cross-site', 'same-site']) {
    expect((await workshop.api('GET', '/api/me', undefined, { 'sec-fetch-site': site })).status).toBe(403)
  }
  expect((await workshop.api('GET', '/api/me', undefined, { 'sec-fetch-site': 'same-origin' })).status).toBe(
    200,
  )
})

it('another learner’s terminal is not there', async () => {
  const { deps } = workshop.runner
  const other = { id: randomUUID(), name: 'Other', createdAt: Date.now() + 1000 }
  await deps.database.getRepository(LearnerEntity).insert(other)
  const session = await deps.sessions.open(other.id, 'test-lab')
  const [terminal] = await deps.terminals.list(session)
  const theirs = terminal!.id
  expect((await workshop.api('DELETE', `/api/labs/test-lab/terminals/${theirs}`)).status).toBe(404)
  const run = await workshop.api('POST', '/api/labs/test-lab/steps/write-note/run', { terminalId: theirs })
  expect(run).toMatchObject({ status: 404, body: { code: 'unknown-terminal' } })
  const { socket } = await workshop.socket()
  expect(await socket.emitWithAck('terminal:attach', { terminalId: theirs, from: 0 })).toMatchObject({
    code: 'unknown-terminal',
  })
  socket.emit('terminal:input', { terminalId: theirs, data: 'touch canary\r' })
  socket.emit('terminal:resize', { terminalId: theirs, columns: 20, rows: 20 })
  await new Promise(resolve => setTimeout(resolve, 300))
  expect(await deps.terminals.list(session)).toEqual([terminal])
})

it('unknown things are said to be unknown, wrong input to be wrong', async () => {
  expect((await workshop.api('GET', '/api/labs/nope')).body).toMatchObject({ code: 'unknown-lab' })
  expect((await workshop.api('POST', '/api/labs/test-lab/steps/nope/run', {})).body).toMatchObject({
    code: 'unknown-step',
  })
  expect((await workshop.api('GET', '/api/nope')).body).toMatchObject({ code: 'unknown-route' })
  const wrong: [string, string, unknown, number][] = [
    ['POST', '/api/labs/test-lab/steps/write-note/run', { terminalId: '../../etc' }, 400],
    ['POST', '/api/labs/test-lab/steps/write-note/run', { command: 'rm -rf /' }, 400],
    ['POST', '/api/labs/test-lab/steps/write-note/hint', { index: -1 }, 400],
    ['POST', '/api/labs/test-lab/steps/write-note/hint', '{"index": ', 400],
    ['POST', '/api/labs/test-lab/steps/write-note/hint', { index: 'x'.repeat(200_000) }, 413],
    ['PUT', '/api/account/time-scale', { scale: 1e9 }, 400],
    [
      'PUT',
      '/api/account',
      { target: 'aws', region: 'eu-west-1', profile: '../x', endpoint: 'http://169.254.169.254' },
      400,
    ],
    [
      'PUT',
      '/api/account',
      { target: 'practice', __proto__: { admin: true }, endpoint: 'http://10.0.0.1' },
      400,
    ],
    ['GET', '/%E0%A4%A', undefined, 404],
    ['GET', '/..%2f..%2fetc%2fpasswd', undefined, 404],
    ['GET', '/_astro/..%2f..%2f..%2fadmin-token', undefined, 404],
  ]
  for (const [method, path, body, status] of wrong) {
    const answer = await workshop.api(method, path, body)
    expect([path, answer.status]).toEqual([path, status])
    expect(answer.text).not.toContain('root:')
  }
})

it('other methods are not used, and change nothing', async () => {
  for (const method of ['PATCH', 'OPTIONS', 'TRACE']) {
    expect((await workshop.api(method, '/api/me')).status).toBe(405)
  }
})

it('pages carry a policy that lets nothing in from elsewhere', async () => {
  const { headers } = await workshop.api('GET', '/')
  const policy = String(headers['content-security-policy'])
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toContain(`frame-src http://*.localhost:${workshop.runner.port}`)
  expect(policy).not.toMatch(/https:|\*(?!\.localhost)/)
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['x-powered-by']).toBeUndefined()
})

it('serves the site: hashed files for good, pages anew, its own 404', async () => {
  expect((await workshop.api('GET', '/')).headers['cache-control']).toBe('no-cache')
  expect((await workshop.api('GET', '/_astro/app.abc123.js')).headers['cache-control']).toContain('immutable')
  const missing = await workshop.api('GET', '/nowhere/')
  expect(missing.status).toBe(404)
  expect(missing.text).toContain('No such page')
  expect((await workshop.api('GET', '/api/me')).headers['cache-control']).toBe('no-store')
})
