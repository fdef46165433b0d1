import * as elb from '@aws-sdk/client-elastic-load-balancing-v2'
import { AuthorizeSecurityGroupIngressCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dataPlaneOf } from '../../dataplane/data-plane.ts'
import { type RunningSandbox, startSandbox } from '../../start.ts'

let running: RunningSandbox

beforeAll(async () => {
  running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
})
afterAll(() => running.close())

test('a restored load balancer listens at once, and a reset one no more', async () => {
  const account = running.createAccount()
  const { accountId } = account
  const config = { endpoint: running.endpoint, region: 'eu-west-1', credentials: account, maxAttempts: 1 }
  const client = new elb.ElasticLoadBalancingV2Client(config)
  const ec2 = new EC2Client(config)
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}))
  await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupName: 'default',
      IpProtocol: 'tcp',
      FromPort: 80,
      ToPort: 80,
      CidrIp: '0.0.0.0/0',
    }),
  )
  const made = await client.send(
    new elb.CreateLoadBalancerCommand({
      Name: 'web',
      Subnets: Subnets.map(({ SubnetId }) => SubnetId ?? ''),
    }),
  )
  const { LoadBalancerArn, DNSName = '' } = made.LoadBalancers?.[0] ?? {}
  await client.send(
    new elb.CreateListenerCommand({
      LoadBalancerArn,
      Port: 80,
      Protocol: 'HTTP',
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '418' } }],
    }),
  )
  await admin(accountId, 'PUT', 'clock', { scale: 1000 })
  await expect.poll(() => statusOf(DNSName), { timeout: 5000 }).toBe(418)

  const snapshot = await admin(accountId, 'GET', 'snapshot')
  // As a controller's turn would, in the middle of the reset.
  const plane = dataPlaneOf(running.sandbox)
  const ports = new Set<number>()
  const turns = setInterval(() => {
    plane?.apply(running.sandbox.store.scope(accountId, 'eu-west-1'))
    const port = plane?.find(DNSName.toLowerCase())?.listener(80)?.localPort
    if (port) ports.add(port)
  }, 0)
  await expect.poll(() => ports.size).toBeGreaterThan(0)
  await admin(accountId, 'POST', 'reset')
  clearInterval(turns)
  expect(plane?.find(DNSName.toLowerCase())).toBeUndefined()
  for (const port of ports) expect(await accepts(port), `port ${port}`).toBe(false)

  await admin(accountId, 'PUT', 'snapshot', snapshot)
  expect(await statusOf(DNSName)).toBe(418)
})

function accepts(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}

async function admin(accountId: string, method: string, route: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${running.endpoint}/_sandbox/accounts/${accountId}/${route}`, {
    method,
    headers: { authorization: `Bearer ${running.adminToken}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  expect(response.status).toBe(200)
  return response.json()
}

/** What the load balancer of this name answers, through the practice account's own port. */
function statusOf(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(running.endpoint, { headers: { host }, agent: false }, response => {
      response.resume()
      resolve(response.statusCode)
    })
    asked.on('error', reject)
    asked.end()
  })
}
