import { request as httpRequest } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { connect } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { registerTargets } from '../services/elbv2/targets.ts'
import { TestAccount, until } from './test-account.ts'

let account: TestAccount
let balancer: Awaited<ReturnType<TestAccount['startLoadBalancer']>>
const stop: (() => void)[] = []

beforeEach(async () => {
  account = new TestAccount()
  balancer = await account.startLoadBalancer(account.openGroup())
})
afterEach(async () => {
  for (const each of stop.splice(0)) each()
  await account.close()
})

/** A target that answers every request with these bytes, and then what `after` does. */
async function speak(bytes: string, after: (socket: Socket) => void = () => undefined): Promise<string[]> {
  const seen: string[] = []
  const server = createServer(socket => {
    socket.setEncoding('latin1').on('data', (data: string) => {
      seen.push(data)
      socket.write(bytes, 'latin1', () => after(socket))
    })
    socket.on('error', () => undefined)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  stop.push(() => server.close())
  const { accountId, region } = account.scope
  const target = { id: '172.31.7.7', port: 8080 }
  const { port } = server.address() as AddressInfo
  account.sandbox.addresses.bind(
    { accountId, region, ip: target.id, port: 8080 },
    { host: '127.0.0.1', port },
  )
  registerTargets(account.sandbox, account.scope, balancer.groupArn, [target])
  return seen
}

const ask = async () => {
  const response = await fetch(`http://127.0.0.1:${balancer.port}/`)
  return `${response.status} ${await response.text()}`
}

test.each([
  ['no HTTP at all', 'SSH-2.0-OpenSSH_9\r\n\r\n'],
  ['a header with a control character', 'HTTP/1.1 200 OK\r\nX-Bad: a\x00b\r\nContent-Length: 0\r\n\r\n'],
  ['an endless head', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(40_000)}`],
  ['a length twice', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
  ['a protocol nobody asked for', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n'],
])('a target that answers %s: 502', async (_what, bytes) => {
  await speak(bytes)
  expect(await ask()).toMatch(/^502 <html>/)
})

test('a target that hangs up before its answer: 502; in the middle: the client hears of it', async () => {
  await speak('', socket => socket.destroy())
  expect(await ask()).toMatch(/^502 /)
})

test('half an answer is not passed off as a whole one', async () => {
  await speak('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf', socket => socket.destroy())
  await expect(ask()).rejects.toThrow()
})

test('interim answers are passed over, and an answer till the end of the connection is whole', async () => {
  await speak('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n\r\nto the end', socket =>
    socket.end(),
  )
  expect(await ask()).toBe('200 to the end')
})

test('surplus bytes behind an answer never become the next one', async () => {
  await speak(
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged',
  )
  expect([await ask(), await ask(), await ask()]).toEqual(['200 ok', '200 ok', '200 ok'])
})

test('headers of one connection do not reach the target, however they are named', async () => {
  const seen = await speak('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
  await new Promise<void>((resolve, reject) => {
    const headers = {
      Connection: 'close, X-Secret, Content-Length',
      'X-Secret': '1',
      TE: 'trailers',
      'Proxy-Connection': 'keep-alive',
      'Proxy-Authorization': 'Basic eA==',
      'X-Forwarded-Port': '1',
      'Content-Length': '2',
    }
    httpRequest({ host: '127.0.0.1', port: balancer.port, method: 'POST', headers, agent: false }, () =>
      resolve(),
    )
      .on('error', reject)
      .end('hi')
  })
  await until(() => seen.join('').endsWith('hi'))
  const sent = seen.join('').toLowerCase()
  expect(sent).not.toMatch(/x-secret|\nte:|proxy-|x-forwarded-port: 1\r/)
  expect(sent).toMatch(/content-length: 2\r\n/)
  expect(sent).toMatch(/x-forwarded-port: 80\r\n/)
})

test('a client that goes away ends its request at the target', async () => {
  let state = 'nothing came'
  const task = await account.startTask(
    request => {
      state = 'under way'
      request.socket.on('close', () => (state = 'closed'))
    },
    { securityGroupIds: [account.openGroupId] },
  )
  registerTargets(account.sandbox, account.scope, balancer.groupArn, [task])
  const socket = connect(balancer.port, '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  await until(() => state === 'under way')
  socket.destroy()
  await until(() => state === 'closed')
})

test('headers beyond 64 KB are refused, and an absolute target leads nowhere else', async () => {
  const seen = await speak('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
  const raw = (bytes: string) =>
    new Promise<string>(resolve => {
      const socket = connect(balancer.port, '127.0.0.1', () => socket.write(bytes))
      socket.on('error', () => undefined)
      socket.setEncoding('latin1').once('data', (data: string) => {
        socket.destroy()
        resolve(data)
      })
    })
  expect(await raw(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`)).toMatch(
    /^HTTP\/1\.1 400 /,
  )
  expect(await raw('GET http://169.254.169.254/latest/ HTTP/1.1\r\nHost: x\r\n\r\n')).toMatch(
    /^HTTP\/1\.1 200 /,
  )
  expect(seen.at(-1)).toMatch(/^GET \/latest\/ HTTP\/1\.1\r\n/)
  expect(await raw('TRACE / HTTP/1.1\r\nHost: x\r\n\r\n')).toMatch(/^HTTP\/1\.1 405 /)
  expect(await raw('CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n')).toMatch(
    /^HTTP\/1\.1 405 /,
  )
})
