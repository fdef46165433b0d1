import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTaskInterface } from '../services/ec2/network-interfaces.ts'
import { createListener } from '../services/elbv2/operations/create-listener.ts'
import { createLoadBalancer } from '../services/elbv2/operations/create-load-balancer.ts'
import { createRule } from '../services/elbv2/operations/create-rule.ts'
import { createTargetGroup } from '../services/elbv2/operations/create-target-group.ts'
import { modifyListenerAttributes } from '../services/elbv2/operations/modify-listener-attributes.ts'
import { modifyTargetGroupAttributes } from '../services/elbv2/operations/modify-target-group-attributes.ts'
import { setSecurityGroups } from '../services/elbv2/operations/set-security-groups.ts'
import { deregisterTargets } from '../services/elbv2/targets.ts'
import { createForwardProxy } from './forward-proxy.ts'
import { TestAccount, until } from './test-account.ts'

let account: TestAccount
let open: string
const servers: Server[] = []

beforeEach(() => {
  account = new TestAccount()
  open = account.openGroup()
})
afterEach(async () => {
  await account.close()
  for (const server of servers.splice(0)) server.close()
})

/** A task that speaks no HTTP: it says its name, and then whatever it hears. */
async function parrot(name: string, groups: string[]): Promise<{ id: string; port: number }> {
  const server = createServer({ allowHalfOpen: true }, socket => {
    socket.on('error', () => socket.destroy())
    socket.write(`${name}:`)
    socket.pipe(socket)
  })
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { privateIpAddress: ip } = createTaskInterface(account.scope, {
    subnetId: account.subnetIds[0] ?? '',
    securityGroupIds: groups,
    description: 'task',
  })
  const { accountId, region } = account.scope
  const real = { host: '127.0.0.1', port: (server.address() as AddressInfo).port }
  account.sandbox.addresses.bind({ accountId, region, ip, port: 9000 }, real)
  return { id: ip, port: 9000 }
}

const tcpGroup = (Name = 'tcp', Protocol: 'TCP' | 'HTTP' | 'UDP' = 'TCP') =>
  account.call(createTargetGroup, { Name, Protocol, Port: 9000, VpcId: account.vpcId, TargetType: 'ip' })
    .TargetGroups?.[0]

async function start(SecurityGroups?: string[]) {
  const [made] =
    account.call(createLoadBalancer, {
      ...{ Name: 'net', Type: 'network', Subnets: account.subnetIds.slice(0, 1) },
      ...(SecurityGroups && { SecurityGroups }),
    }).LoadBalancers ?? []
  const arn = made?.LoadBalancerArn ?? ''
  const groupArn = tcpGroup()?.TargetGroupArn ?? ''
  const [listener] =
    account.call(createListener, {
      ...{ LoadBalancerArn: arn, Protocol: 'TCP', Port: 80 },
      DefaultActions: [{ Type: 'forward', TargetGroupArn: groupArn }],
    }).Listeners ?? []
  await account.clock.advance(60_000)
  const dnsName = made?.DNSName ?? ''
  const port = await account.listening(dnsName)
  return { arn, groupArn, dnsName, port, listenerArn: listener?.ListenerArn ?? '', made }
}

/** What comes back for these bytes; the client ends its half first. */
async function say(port: number, words: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  socket.end(words)
  return text(socket).catch((error: NodeJS.ErrnoException) => error.code ?? error.message)
}

async function dial(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => socket.destroy())
  await new Promise(resolve => socket.once('data', resolve))
  return socket
}

test('bytes go to a target and back as they are, in turn, half-closed connections too', async () => {
  const balancer = await start()
  expect(balancer.made).toMatchObject({ Type: 'network', SecurityGroups: [] })
  expect(balancer.arn).toMatch(/:loadbalancer\/net\/net\/[0-9a-f]{16}$/)
  const id = balancer.arn.split('/').at(-1)
  expect(balancer.dnsName).toBe(`net-${id}.elb.eu-west-1.amazonaws.com`)
  expect(await say(balancer.port, 'hello')).toBe('ECONNRESET')
  await account.register(balancer.groupArn, [await parrot('a', [open]), await parrot('b', [open])])
  const heard = [await say(balancer.port, 'one'), await say(balancer.port, 'two')]
  expect(heard.toSorted()).toEqual([expect.stringMatching(/^a:/), expect.stringMatching(/^b:/)])
  expect(heard.map(words => words.slice(2))).toEqual(['one', 'two'])
  const big = 'x'.repeat(3_000_000)
  expect((await say(balancer.port, big)).length).toBe(big.length + 2)
})

test('a deregistered target gets no new connections and keeps its own, unless told to cut them', async () => {
  const balancer = await start()
  const [a, b] = [await parrot('a', [open]), await parrot('b', [open])]
  await account.register(balancer.groupArn, [a])
  const kept = await dial(balancer.port)
  await account.register(balancer.groupArn, [a, b])
  deregisterTargets(account.sandbox, account.scope, balancer.groupArn, [a])
  for (let turn = 0; turn < 4; turn++) expect(await say(balancer.port, '')).toBe('b:')
  await account.clock.advance(300_000)
  expect(kept.destroyed).toBe(false)
  const heard = new Promise<Buffer>(resolve => kept.once('data', resolve))
  kept.write('still here')
  expect(String(await heard)).toBe('still here')

  account.call(modifyTargetGroupAttributes, {
    TargetGroupArn: balancer.groupArn,
    Attributes: [{ Key: 'deregistration_delay.connection_termination.enabled', Value: 'true' }],
  })
  const cut = await dial(balancer.port)
  deregisterTargets(account.sandbox, account.scope, balancer.groupArn, [b])
  await account.clock.advance(299_000)
  expect(cut.destroyed).toBe(false)
  await account.clock.advance(2_000)
  await until(() => cut.destroyed)
})

test('security groups: none lets everybody in; some are enforced; none cannot become some', async () => {
  const balancer = await start()
  await account.register(balancer.groupArn, [await parrot('a', [open])])
  expect(await say(balancer.port, '')).toBe('a:')
  expect(
    account.refusal(setSecurityGroups, { LoadBalancerArn: balancer.arn, SecurityGroups: [open] }),
  ).toMatch(/^InvalidConfigurationRequest/)
})

test('a security group that is shut lets nothing through', async () => {
  const balancer = await start([account.defaultGroup])
  account.call(setSecurityGroups, { LoadBalancerArn: balancer.arn, SecurityGroups: [open] })
  await account.register(balancer.groupArn, [await parrot('a', [open])])
  expect(await say(balancer.port, '')).toBe('a:')
  account.call(setSecurityGroups, { LoadBalancerArn: balancer.arn, SecurityGroups: [account.defaultGroup] })
  const shut = connect(balancer.port, '127.0.0.1')
  const heard = new Promise<string>(resolve => shut.once('data', () => resolve('something')))
  const silence = new Promise<string>(resolve => setTimeout(resolve, 150, 'nothing'))
  expect(await Promise.race([heard, silence])).toBe('nothing')
  shut.destroy()
})

test("defaults and refusals of a network load balancer's parts", async () => {
  expect(tcpGroup('defaults')).toMatchObject({
    HealthCheckProtocol: 'TCP',
    HealthCheckIntervalSeconds: 30,
    HealthCheckTimeoutSeconds: 10,
    HealthyThresholdCount: 5,
    UnhealthyThresholdCount: 2,
  })
  const over = account.call(createTargetGroup, {
    ...{ Name: 'over-http', Protocol: 'TCP', Port: 9000, VpcId: account.vpcId, TargetType: 'ip' },
    HealthCheckProtocol: 'HTTP',
  }).TargetGroups?.[0]
  expect(over).toMatchObject({ HealthCheckTimeoutSeconds: 6, Matcher: { HttpCode: '200-399' } })
  const { arn, groupArn, listenerArn } = await start()
  const listen = (Protocol: 'TCP' | 'HTTP' | 'UDP', TargetGroupArn = groupArn) =>
    account.refusal(createListener, {
      ...{ LoadBalancerArn: arn, Protocol, Port: 81 },
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    })
  expect(listen('HTTP')).toBe(
    "ValidationError: Listener protocol 'HTTP' must be one of 'TLS, TCP, TCP_UDP, UDP'",
  )
  expect(listen('UDP')).toMatch(/^NotImplemented/)
  const web = tcpGroup('web', 'HTTP')?.TargetGroupArn ?? ''
  expect(listen('TCP', web)).toBe(
    `IncompatibleProtocolsException: The listener and its associated target group '${web}' have incompatible protocols: 'TCP' and 'HTTP'`,
  )
  expect(
    account.refusal(createListener, {
      ...{ LoadBalancerArn: arn, Protocol: 'TCP', Port: 82 },
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200' } }],
    }),
  ).toMatch(/^ValidationError/)
  expect(
    account.refusal(createRule, {
      ...{ ListenerArn: listenerArn, Priority: 1, Conditions: [] },
      Actions: [{ Type: 'forward', TargetGroupArn: groupArn }],
    }),
  ).toMatch(/^UnsupportedProtocol/)
  const idle = (Value: string) => ({
    ListenerArn: listenerArn,
    Attributes: [{ Key: 'tcp.idle_timeout.seconds', Value }],
  })
  expect(account.refusal(modifyListenerAttributes, idle('5'))).toMatch(/must be between '60-6000'/)
  expect(account.call(modifyListenerAttributes, idle('60')).Attributes).toEqual([
    { Key: 'tcp.idle_timeout.seconds', Value: '60' },
  ])
  expect(
    account.refusal(modifyTargetGroupAttributes, {
      TargetGroupArn: groupArn,
      Attributes: [{ Key: 'proxy_protocol_v2.enabled', Value: 'true' }],
    }),
  ).toMatch(/^NotImplemented/)
})

test('the forward proxy reaches it, and names nobody to strangers', async () => {
  const balancer = await start()
  const task = await account.startTask((_request, response) => response.end('over http'), {
    securityGroupIds: [open],
  })
  await account.register(balancer.groupArn, [task])
  const proxy = createForwardProxy(account.sandbox)
  const { createServer: createHttpServer, get } = await import('node:http')
  const server = createHttpServer((request, response) => proxy.request(request, response))
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const fetchBy = (url: string) =>
    new Promise<string>((resolve, reject) => {
      get({ host: '127.0.0.1', port, path: url, agent: false }, response => resolve(text(response))).on(
        'error',
        reject,
      )
    })
  expect(await fetchBy(`http://${balancer.dnsName}/`)).toBe('over http')
  const unknown = await fetchBy('http://nobody-1.eu-west-1.elb.amazonaws.com/')
  expect(unknown).toMatch(/knows no host 'nobody-1/)
  expect(unknown).not.toContain(balancer.dnsName)
})

test('slow start: a newcomer beside a warm target gets its share little by little', async () => {
  const balancer = await account.startLoadBalancer(open)
  account.call(modifyTargetGroupAttributes, {
    TargetGroupArn: balancer.groupArn,
    Attributes: [{ Key: 'slow_start.duration_seconds', Value: '100' }],
  })
  const named = (name: string) =>
    account.startTask((_request, response) => response.end(name), { securityGroupIds: [open] })
  const warm = await named('warm')
  await account.register(balancer.groupArn, [warm])
  await account.register(balancer.groupArn, [warm, await named('new')])
  const share = async () => {
    let count = 0
    for (let turn = 0; turn < 200; turn++) {
      const answer = await fetch(`http://127.0.0.1:${balancer.port}/`)
      if ((await answer.text()) === 'new') count++
    }
    return count
  }
  await account.clock.advance(10_000)
  expect(await share()).toBeLessThan(60)
  await account.clock.advance(90_000)
  expect(await share()).toBeGreaterThan(90)
})
