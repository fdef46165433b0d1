import { createServer, get, request as httpRequest } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLoadBalancer } from '../services/elbv2/operations/create-load-balancer.ts'
import { deleteLoadBalancer } from '../services/elbv2/operations/delete-load-balancer.ts'
import { describeLoadBalancers } from '../services/elbv2/operations/describe-load-balancers.ts'
import { startDataPlane } from './data-plane.ts'
import { createForwardProxy } from './forward-proxy.ts'
import { TestAccount } from './test-account.ts'

let account: TestAccount
beforeEach(() => {
  account = new TestAccount()
  account.openGroup()
})
afterEach(() => account.close())

async function startTaskAndBalancer(name = 'web') {
  const task = await account.startTask((_request, response) => response.end('ok'), {
    securityGroupIds: [account.openGroupId],
  })
  const balancer = await account.startLoadBalancer(account.openGroupId, name)
  await account.register(balancer.groupArn, [task])
  return balancer
}

test('a load balancer is provisioning first, then active', async () => {
  const created = account.call(createLoadBalancer, { Name: 'new', Subnets: account.subnetIds })
  expect(created.LoadBalancers?.[0]?.State).toEqual({ Code: 'provisioning' })
  await account.clock.advance(60_000)
  const found = account.call(describeLoadBalancers, { Names: ['new'] })
  expect(found.LoadBalancers?.[0]?.State).toEqual({ Code: 'active' })
})

test('a restart listens on the same port again, and healthy targets stay healthy', async () => {
  const balancer = await startTaskAndBalancer()
  account.plane.stop()
  await expect(fetch(`http://127.0.0.1:${balancer.port}/`)).rejects.toThrow()
  account.plane = startDataPlane(account.sandbox)
  expect(await account.listening(balancer.dnsName)).toBe(balancer.port)
  expect(account.states(balancer.groupArn)).toEqual(['healthy'])
  expect(await (await fetch(`http://127.0.0.1:${balancer.port}/`)).text()).toBe('ok')
})

test('a deleted load balancer and a reset account stop listening', async () => {
  const first = await startTaskAndBalancer('one')
  account.call(deleteLoadBalancer, { LoadBalancerArn: first.arn })
  await expect(fetch(`http://127.0.0.1:${first.port}/`)).rejects.toThrow()
  const second = await startTaskAndBalancer('two')
  account.plane.resetAccount(account.scope.accountId)
  await expect(fetch(`http://127.0.0.1:${second.port}/`)).rejects.toThrow()
})

test('the private addresses of a load balancer lead to it', async () => {
  const balancer = await startTaskAndBalancer()
  const ip = account.balancerAddress(balancer.arn)
  const { accountId, region } = account.scope
  expect(account.sandbox.addresses.lookup({ accountId, region, ip, port: 80 })).toEqual({
    host: '127.0.0.1',
    port: balancer.port,
  })
})

test('a public address leads to its task, through its security group', async () => {
  const proxy = createForwardProxy(account.sandbox)
  const server = createServer((request, response) => proxy.request(request, response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const ask = (url: string) =>
    new Promise<string>((resolve, reject) => {
      const done = (response: IncomingMessage) =>
        void text(response).then(body => resolve(`${response.statusCode} ${body}`))
      httpRequest(
        { port, host: '127.0.0.1', path: url, agent: false, signal: AbortSignal.timeout(1_000) },
        done,
      )
        .on('error', reject)
        .end()
    })
  const publicTask = (securityGroupIds: string[]) =>
    account.startTask((request, response) => response.end(request.url), {
      securityGroupIds,
      assignPublicIp: true,
    })
  const open = await publicTask([account.openGroupId])
  expect(await ask(`http://${open.publicIp}:8080/hello?x`)).toBe('200 /hello?x')
  expect(await ask(`http://${open.publicIp}:81/`)).toMatch(/^502 Nothing listens on port 81/)
  const shut = await publicTask([account.defaultGroup])
  await expect(ask(`http://${shut.publicIp}:8080/`)).rejects.toThrow(/timeout|aborted/)
  server.closeAllConnections()
  server.close()
})

test('the forward proxy knows load balancers by name, and nobody else', async () => {
  const balancer = await startTaskAndBalancer()
  const proxy = createForwardProxy(account.sandbox)
  const server = createServer((request, response) => {
    if (proxy.handles(request)) proxy.request(request, response)
    else response.writeHead(418).end()
  })
  server.on('connect', (request, socket, head) => proxy.connect(request, socket, head))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const ask = (path: string, host: string) =>
    new Promise<string>((resolve, reject) => {
      const done = (response: IncomingMessage) =>
        void text(response).then(body => resolve(`${response.statusCode} ${body}`))
      httpRequest({ port, host: '127.0.0.1', path, headers: { Host: host }, agent: false }, done)
        .on('error', reject)
        .end()
    })
  expect(await ask(`http://${balancer.dnsName}/`, balancer.dnsName)).toBe('200 ok')
  expect(await ask(`http://${balancer.dnsName.toUpperCase()}:80/x`, balancer.dnsName)).toBe('200 ok')
  expect(await ask('/', balancer.dnsName)).toBe('200 ok')
  expect(await ask('/', 'localhost')).toBe('418 ')
  const unknown = await ask('http://example.com/', 'example.com')
  expect(unknown).toMatch(/^502 The practice account knows no host 'example\.com'/)
  expect(unknown).not.toContain(balancer.dnsName)
  expect(await ask(`http://${balancer.dnsName}:81/`, 'x')).toMatch(
    /^502 Nothing listens on port 81 of load balancer 'web'/,
  )
  const tunnel = await new Promise<{ status: number; body: string }>((resolve, reject) => {
    httpRequest({ port, host: '127.0.0.1', method: 'CONNECT', path: `${balancer.dnsName}:80`, agent: false })
      .on('error', reject)
      .on('connect', (answer, socket) => {
        get({ createConnection: () => socket, host: balancer.dnsName, path: '/' }, response => {
          void text(response).then(body => resolve({ status: answer.statusCode ?? 0, body }))
        })
      })
      .end()
  })
  expect(tunnel).toEqual({ status: 200, body: 'ok' })
  server.closeAllConnections()
  server.close()
})
