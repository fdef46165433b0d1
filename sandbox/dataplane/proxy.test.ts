import { Agent, request as httpRequest } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { deregisterTargets, registerTargets, targetHealth } from '../services/elbv2/targets.ts'
import { TestAccount, until } from './test-account.ts'

let account: TestAccount
let open: string

beforeEach(() => {
  account = new TestAccount()
  open = account.openGroup()
})
afterEach(() => account.close())

const echo = (name: string) =>
  account.startTask((_request, response) => response.end(name), { securityGroupIds: [open] })

test('a target sees who asked, and by which way', async () => {
  const task = await account.startTask((request, response) => response.end(JSON.stringify(request.headers)), {
    securityGroupIds: [open],
  })
  const balancer = await account.startLoadBalancer(open)
  await account.register(balancer.groupArn, [task])
  const response = await fetch(`http://127.0.0.1:${balancer.port}/hello?x=1`, {
    headers: { 'X-Forwarded-For': '10.9.9.9', 'X-Forwarded-Proto': 'https', 'X-Amzn-Trace-Id': 'Root=1-2-3' },
  })
  const headers = (await response.json()) as Record<string, string>
  expect(headers).toMatchObject({
    'x-forwarded-for': '10.9.9.9, 127.0.0.1',
    'x-forwarded-proto': 'http',
    'x-forwarded-port': '80',
  })
  expect(headers['x-amzn-trace-id']).toMatch(/^Self=1-[0-9a-f]{8}-[0-9a-f]{24};Root=1-2-3$/)
})

test("its own answers are AWS's to the byte", async () => {
  const balancer = await account.startLoadBalancer(open)
  const none = await fetch(`http://127.0.0.1:${balancer.port}/`)
  expect([none.status, none.headers.get('server'), (await none.text()).length]).toEqual([
    503,
    'awselb/2.0',
    162,
  ])
  registerTargets(account.sandbox, account.scope, balancer.groupArn, [{ id: '172.31.40.9', port: 8080 }])
  const refused = await fetch(`http://127.0.0.1:${balancer.port}/`)
  expect([refused.status, (await refused.text()).length]).toEqual([502, 122])
  const head = await fetch(`http://127.0.0.1:${balancer.port}/`, { method: 'HEAD' })
  expect([head.status, await head.text()]).toEqual([502, ''])
})

test('2,000 requests while targets come and go: none is lost', { timeout: 90_000 }, async () => {
  const balancer = await account.startLoadBalancer(open)
  const first = [await echo('a'), await echo('b')]
  await account.register(balancer.groupArn, first)
  const agent = new Agent({ keepAlive: true, maxSockets: 20 })
  const seen = new Map<string, number>()
  let sent = 0
  const client = async () => {
    while (sent < 2000) {
      sent++
      const answer = await get(balancer.port, agent)
      const key = `${answer.status} ${answer.body}`
      seen.set(key, (seen.get(key) ?? 0) + 1)
    }
  }
  const clients = Array.from({ length: 20 }, client)
  await until(() => sent > 500)
  const second = [await echo('c'), await echo('d')]
  await account.register(balancer.groupArn, second)
  await until(() => sent > 1000)
  deregisterTargets(account.sandbox, account.scope, balancer.groupArn, first)
  for (const task of first) {
    // As ECS does: the task ends once nothing is under way any more.
    await new Promise(resolve => task.server.close(resolve))
  }
  await Promise.all(clients)
  agent.destroy()
  expect([...seen.keys()].sort()).toEqual(['200 a', '200 b', '200 c', '200 d'])
  expect([...seen.values()].reduce((a, b) => a + b)).toBe(2000)
  expect(account.states(balancer.groupArn).sort()).toEqual(['draining', 'draining', 'healthy', 'healthy'])
  await account.clock.advance(300_000)
  expect(account.states(balancer.groupArn)).toEqual(['healthy', 'healthy'])
})

test('a draining target finishes what it has begun and gets nothing new', async () => {
  let finish: (() => void) | undefined
  const slow = await account.startTask(
    (request, response) => {
      if (request.url === '/slow') finish = () => response.end('slow')
      else response.end('ok')
    },
    { securityGroupIds: [open] },
  )
  const balancer = await account.startLoadBalancer(open)
  await account.register(balancer.groupArn, [slow])
  const pending = get(balancer.port, undefined, '/slow')
  await until(() => finish)
  deregisterTargets(account.sandbox, account.scope, balancer.groupArn, [slow])
  expect((await get(balancer.port)).status).toBe(503)
  // At a fast clock the delay is over before the program has answered: it gets the time that it would have had on AWS.
  await account.clock.advance(301_000)
  expect(account.states(balancer.groupArn)).toEqual(['draining'])
  finish?.()
  expect(await pending).toEqual({ status: 200, body: 'slow' })
  await account.clock.advance(1_000)
  expect(account.states(balancer.groupArn)).toEqual([])
})

test('100 clients at once are spread evenly', async () => {
  const balancer = await account.startLoadBalancer(open)
  await account.register(balancer.groupArn, [await echo('a'), await echo('b')])
  const answers = await Promise.all(Array.from({ length: 100 }, () => get(balancer.port)))
  expect(answers.filter(({ body }) => body === 'a')).toHaveLength(50)
  expect(answers.filter(({ body }) => body === 'b')).toHaveLength(50)
})

test('a kept connection that the target has just closed costs no request', async () => {
  let dropNext = false
  const task = await account.startTask(
    (request, response) => {
      if (dropNext) {
        dropNext = false
        request.socket.destroy()
      } else response.end('ok')
    },
    { securityGroupIds: [open] },
  )
  const balancer = await account.startLoadBalancer(open)
  await account.register(balancer.groupArn, [task])
  expect((await get(balancer.port)).status).toBe(200)
  dropNext = true
  expect(await get(balancer.port)).toEqual({ status: 200, body: 'ok' })
  dropNext = true
  expect((await post(balancer.port, 'x')).status).toBe(502)
})

test('bodies stream both ways, whole', async () => {
  const task = await account.startTask(
    (request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/octet-stream' })
      request.pipe(response)
    },
    { securityGroupIds: [open] },
  )
  const balancer = await account.startLoadBalancer(open)
  await account.register(balancer.groupArn, [task])
  const sent = 'slipway '.repeat(400_000)
  expect((await post(balancer.port, sent)).body).toBe(sent)
  expect((await post(balancer.port, sent, true)).body).toBe(sent)
})

test('a request whose length is ambiguous is refused', async () => {
  const balancer = await account.startLoadBalancer(open)
  await account.register(balancer.groupArn, [await echo('a')])
  const smuggled =
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n'
  expect(await raw(balancer.port, smuggled)).toMatch(
    /^HTTP\/1\.1 400 Bad Request\r\nServer: awselb\/2\.0\r\n/,
  )
})

test('a websocket passes through', async () => {
  const task = await account.startTask(() => undefined, { securityGroupIds: [open] })
  task.server.on('upgrade', (_request, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n')
    socket.pipe(socket)
  })
  const balancer = await account.startLoadBalancer(open)
  registerTargets(account.sandbox, account.scope, balancer.groupArn, [task])
  const socket = connect(balancer.port, '127.0.0.1')
  socket.write('GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n')
  let received = ''
  socket.setEncoding('latin1').on('data', (data: string) => (received += data))
  await until(() => received.includes('\r\n\r\n'))
  socket.write('hello')
  await until(() => received.endsWith('hello'))
  expect(received).toMatch(/^HTTP\/1\.1 101 /)
  socket.destroy()
})

test('security groups: a shut target times out, a shut load balancer says nothing', async () => {
  account.clock.setScale(account.scope.accountId, 10)
  const shut = await account.startTask((_request, response) => response.end('never'))
  const balancer = await account.startLoadBalancer(open)
  registerTargets(account.sandbox, account.scope, balancer.groupArn, [shut])
  await account.clock.advance(5_000)
  await until(
    () =>
      account.plane &&
      targetHealth(account.sandbox, account.scope, balancer.groupArn)[0]?.reason ===
        'Elb.InitialHealthChecking',
  )
  const health = () => targetHealth(account.sandbox, account.scope, balancer.groupArn)
  // Each check waits a second of real time for an answer that does not come; two, when nothing else keeps the machine.
  for (let check = 0; check < 10 && health()[0]?.state !== 'unhealthy'; check++) {
    await new Promise(resolve => setTimeout(resolve, 1_050))
    await account.clock.advance(3_000)
  }
  expect(health()).toMatchObject([
    { state: 'unhealthy', reason: 'Target.Timeout', description: 'Request timed out' },
  ])
  const closed = await account.startLoadBalancer(account.defaultGroup, 'closed')
  expect(await raw(closed.port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', 300)).toBe('')
})

async function get(port: number, agent?: Agent, path = '/'): Promise<{ status: number; body: string }> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    httpRequest({ port, host: '127.0.0.1', path, agent: agent ?? false }, resolve)
      .on('error', reject)
      .end()
  })
  return { status: response.statusCode ?? 0, body: await text(response) }
}

async function post(port: number, body: string, chunked = false): Promise<{ status: number; body: string }> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = chunked ? {} : { 'Content-Length': Buffer.byteLength(body) }
    const request = httpRequest({ port, host: '127.0.0.1', method: 'POST', headers, agent: false }, resolve)
    request.on('error', reject)
    request.write(body.slice(0, 10))
    request.end(body.slice(10))
  })
  return { status: response.statusCode ?? 0, body: await text(response) }
}

/** What comes back for these bytes within `ms`, or till the connection ends. */
function raw(port: number, bytes: string, ms = 2_000): Promise<string> {
  return new Promise(resolve => {
    let received = ''
    const socket = connect(port, '127.0.0.1')
    const timer = setTimeout(() => socket.destroy(), ms)
    socket.setEncoding('latin1').on('data', (data: string) => (received += data))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(received)
    })
    socket.write(bytes)
  })
}
