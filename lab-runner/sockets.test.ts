import { connect } from 'node:net'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LoginEntity } from './accounts/login.entity.ts'
import { createTestLab } from './test-support/test-lab.ts'
import { send, startWorkshop, type TestWorkshop } from './test-support/workshop.ts'

let workshop: TestWorkshop

beforeAll(async () => {
  workshop = await startWorkshop([createTestLab().lab])
})
afterAll(() => workshop.close())

/** The status line of a raw upgrade. */
function upgrade(
  headers: Record<string, string | undefined>,
  path = '/socket.io/?EIO=4&transport=websocket',
): Promise<string> {
  const { port, url } = workshop.runner
  const all = {
    host: `127.0.0.1:${port}`,
    origin: url,
    cookie: workshop.cookie,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
  }
  const lines = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  )
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`),
    )
    socket.once('data', data => {
      resolve(data.toString().split('\r\n')[0] ?? '')
      socket.destroy()
    })
    socket.once('error', reject)
    socket.once('close', () => resolve('closed'))
  })
}

const FOREIGN: [string, Record<string, string | undefined>][] = [
  ['another site', { origin: 'http://evil.example' }],
  ['a null origin', { origin: 'null' }],
  ['no origin', { origin: undefined }],
  ['another port', { origin: 'http://127.0.0.1:1' }],
  ['another name', { host: 'evil.example', origin: 'http://evil.example' }],
]

describe.each(FOREIGN)('from %s', (_name, headers) => {
  it('no websocket opens', async () => {
    expect(await upgrade(headers)).toMatch(/ 40[03] /)
  })

  it('polling is refused', async () => {
    const answer = await send(workshop.runner, 'GET', '/socket.io/?EIO=4&transport=polling', undefined, {
      cookie: workshop.cookie,
      ...headers,
    })
    expect(answer.status).toBe(403)
  })
})

it('from the workshop’s own page both open', async () => {
  expect(await upgrade({})).toContain('101')
  const polling = await send(workshop.runner, 'GET', '/socket.io/?EIO=4&transport=polling', undefined, {
    cookie: workshop.cookie,
  })
  expect(polling.status).toBe(200)
})

it('without a cookie, or with a wrong one, none opens, and a thousand tries leave nothing behind', async () => {
  expect(await upgrade({ cookie: undefined })).toMatch(/ 40[03] /)
  expect(await upgrade({ cookie: 'slipway=wrong' })).toMatch(/ 40[03] /)
  for (let n = 0; n < 20; n++)
    await Promise.all(Array.from({ length: 50 }, () => upgrade({ cookie: undefined })))
  expect((await workshop.api('GET', '/healthz')).status).toBe(200)
})

it('other paths upgrade to nothing', async () => {
  expect(await upgrade({}, '/elsewhere')).toContain('404')
})

it('a learner whose cookie was taken away does not come back', async () => {
  const { socket } = await workshop.socket()
  const logins = workshop.runner.deps.database.getRepository(LoginEntity)
  const kept = await logins.find()
  await logins.clear()
  socket.disconnect()
  const again = io(workshop.runner.url, {
    extraHeaders: { cookie: workshop.cookie, origin: workshop.runner.url },
    reconnection: false,
    forceNew: true,
  })
  const refused = await new Promise(resolve => {
    again.on('connect', () => resolve(false))
    again.on('connect_error', () => resolve(true))
  })
  again.disconnect()
  await logins.insert(kept)
  expect(refused).toBe(true)
})

it('an old page is told to reload; wrong messages are answered, not believed', async () => {
  const { socket } = await workshop.socket()
  const outdated = new Promise(resolve => socket.on('outdated', resolve))
  await socket.emitWithAck('join', { labId: 'test-lab', version: '0.0.1' })
  expect(await outdated).toEqual({ version: workshop.runner.deps.settings.version })
  expect(await socket.emitWithAck('join', { labId: 'nope', version: '1' })).toMatchObject({
    code: 'unknown-lab',
  })
  const loose = socket as unknown as { emitWithAck(name: string, message: unknown): Promise<unknown> }
  expect(await loose.emitWithAck('join', null)).toMatchObject({ code: 'invalid-input' })
  expect(await loose.emitWithAck('terminal:attach', { terminalId: '../x', from: -1 })).toMatchObject({
    code: 'invalid-input',
  })
})

it('an oversized frame ends its socket, not the server', async () => {
  const { socket } = await workshop.socket()
  const ended = new Promise(resolve => socket.on('disconnect', resolve))
  socket.emit('terminal:input', { terminalId: 'x', data: 'x'.repeat(1_000_000) })
  await ended
  expect((await workshop.api('GET', '/healthz')).status).toBe(200)
})
