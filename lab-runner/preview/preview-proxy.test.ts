import { createServer, type IncomingMessage, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestLab } from '../test-support/test-lab.ts'
import { send, startWorkshop, type TestWorkshop } from '../test-support/workshop.ts'
import { createPreviewProxy } from './preview-proxy.ts'

const TOKEN = 'a'.repeat(48)
const HOST = 'web-1.eu-west-1.elb.amazonaws.com'

/** A load balancer's site behind a forward proxy, which tells what it was asked. */
let proxy: Server
let front: Server
const seen: IncomingMessage[] = []
const host: string | null = HOST

beforeAll(async () => {
  proxy = createServer((request, response) => {
    seen.push(request)
    response.setHeader('set-cookie', 'theme=dark')
    response.end(`you asked ${request.method} ${request.url}`)
  })
  proxy.on('upgrade', (request, socket) => {
    seen.push(request)
    socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\r\n')
    socket.on('data', data => socket.write(`echo ${data.toString()}`))
  })
  const httpProxy = await listen(proxy)
  const preview = createPreviewProxy({
    accounts: { ready: () => Promise.resolve({ shell: { httpProxy } }) } as never,
    log: pino({ level: 'silent' }),
    maps: {
      appListeners: () =>
        Promise.resolve(
          host && { host, production: 80, test: { port: 9000, headers: { 'x-environment': 'test' } } },
        ),
    } as never,
    sessions: {
      byPreviewToken: (token: string) => Promise.resolve(token === 'unknown' ? null : {}),
    } as never,
  })
  front = createServer((request, response) => {
    const { 'x-token': token = TOKEN, 'x-test': test } = request.headers
    void preview.request({ token: String(token), test: test !== undefined }, request, response)
  })
  front.on(
    'upgrade',
    (request, socket, head) => void preview.upgrade({ token: TOKEN, test: false }, request, socket, head),
  )
  await listen(front)
})
afterAll(() => {
  proxy.closeAllConnections()
  front.closeAllConnections()
  proxy.close()
  front.close()
})

async function listen(server: Server): Promise<string> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const port = () => (front.address() as AddressInfo).port
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  send({ port: port(), url: `http://127.0.0.1:${port()}` }, method, path, undefined, headers)

it('asks the test listener on its port, with the header that its rule wants', async () => {
  const answer = await get('/page', { 'x-test': 'yes' })
  expect(answer.text).toBe(`you asked GET http://${HOST}:9000/page`)
  expect(seen.at(-1)?.headers).toMatchObject({ host: `${HOST}:9000`, 'x-environment': 'test' })
})

it('asks the load balancer by its name, with everything but the workshop’s cookie', async () => {
  const answer = await get('/page?x=1', { cookie: 'theme=light; slipway=secret; lang=en', 'x-own': 'kept' })
  expect(answer.text).toBe(`you asked GET http://${HOST}/page?x=1`)
  expect(answer.headers['set-cookie']).toEqual(['theme=dark'])
  const asked = seen.at(-1)!.headers
  expect(asked).toMatchObject({ host: HOST, cookie: 'theme=light; lang=en', 'x-own': 'kept' })
  await get('/', { cookie: 'slipway=secret' })
  expect(seen.at(-1)!.headers.cookie).toBeUndefined()
})

it('carries websockets', async () => {
  const socket = connect(port(), '127.0.0.1')
  socket.write(
    'GET /ws HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: Upgrade\r\ncookie: slipway=secret\r\n\r\n',
  )
  let text = ''
  socket.on('data', data => {
    text += data.toString()
    if (text.endsWith('\r\n\r\n')) socket.write('hello')
  })
  await expect.poll(() => text).toContain('echo hello')
  expect(seen.at(-1)!.headers.cookie).toBeUndefined()
  socket.destroy()
})

it('says in words when there is nothing to show', async () => {
  const unknown = await get('/', { 'x-token': 'unknown' })
  expect([unknown.status, unknown.text]).toEqual([503, expect.stringContaining('no load balancer')])
})

describe('in the workshop', () => {
  let workshop: TestWorkshop
  beforeAll(async () => {
    workshop = await startWorkshop([createTestLab().lab])
  })
  afterAll(() => workshop.close())

  it('is another origin: the workshop’s routes are not on it, and other origins change nothing there', async () => {
    const { runner } = workshop
    const preview = `${'b'.repeat(48)}.localhost:${runner.port}`
    const page = await send(runner, 'GET', '/api/me', undefined, { host: preview, cookie: workshop.cookie })
    expect(page.status).toBe(503)
    expect(page.text).not.toContain('learnerId')
    const posted = await send(runner, 'POST', '/', {}, { host: preview, origin: runner.url })
    expect(posted.status).toBe(403)
    const own = await send(runner, 'POST', '/', {}, { host: preview, origin: `http://${preview}` })
    expect(own.status).toBe(503)
  })
})
