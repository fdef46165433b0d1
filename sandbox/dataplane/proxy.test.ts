import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSecurityGroup } from '../services/ec2/operations/create-security-group.ts'
import { authorizeSecurityGroupIngress } from '../services/ec2/operations/authorize-security-group-ingress.ts'
import { targetHealth, registerTargets } from '../services/elbv2/targets.ts'
import { TestAccount, until } from './test-account.ts'

let account: TestAccount
let open: string

beforeEach(() => {
  account = new TestAccount()
  open = account.call(createSecurityGroup, { GroupName: 'open', Description: 'open' }).GroupId ?? ''
  account.call(authorizeSecurityGroupIngress, { GroupId: open, IpProtocol: '-1', CidrIp: '0.0.0.0/0' })
})
afterEach(() => account.close())

test('a request reaches a task and its answer comes back', async () => {
  const task = await account.startTask((request, response) => response.end(JSON.stringify(request.headers)), {
    securityGroupIds: [open],
  })
  const balancer = await account.startLoadBalancer(open)
  registerTargets(account.sandbox, account.scope, balancer.groupArn, [task])
  await account.clock.advance(5_000)
  await until(() => targetHealth(account.sandbox, account.scope, balancer.groupArn)[0]?.state === 'healthy')
  const response = await fetch(`http://127.0.0.1:${balancer.port}/hello?x=1`)
  expect(response.status).toBe(200)
  const headers = (await response.json()) as Record<string, string>
  expect(headers).toMatchObject({
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-proto': 'http',
    'x-forwarded-port': '80',
  })
  expect(headers['x-amzn-trace-id']).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/)
})
