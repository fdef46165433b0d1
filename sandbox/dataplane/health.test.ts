import { afterEach, beforeEach, expect, test } from 'vitest'
import { deleteListener } from '../services/elbv2/operations/delete-listener.ts'
import { modifyTargetGroup } from '../services/elbv2/operations/modify-target-group.ts'
import { deregisterTargets, registerTargets, targetHealth } from '../services/elbv2/targets.ts'
import { TestAccount, until } from './test-account.ts'

let account: TestAccount
let balancer: Awaited<ReturnType<TestAccount['startLoadBalancer']>>
let status = 200
let checks = 0

beforeEach(async () => {
  account = new TestAccount()
  balancer = await account.startLoadBalancer(account.openGroup())
  status = 200
  checks = 0
})
afterEach(() => account.close())

const health = () => targetHealth(account.sandbox, account.scope, balancer.groupArn)[0]

function startTask() {
  return account.startTask(
    (request, response) => {
      if (request.headers['user-agent'] === 'ELB-HealthChecker/2.0') checks++
      response.writeHead(status).end(request.headers.host)
    },
    { securityGroupIds: [account.openGroupId] },
  )
}

/** Lets one interval pass and waits for the check in it. */
async function nextCheck(): Promise<void> {
  const before = checks
  await account.clock.advance(30_000)
  await until(() => checks > before)
  await new Promise(resolve => setTimeout(resolve, 50))
}

test('registration, first check, failure and recovery take the steps that AWS takes', async () => {
  const task = await startTask()
  registerTargets(account.sandbox, account.scope, balancer.groupArn, [task])
  expect(health()).toMatchObject({ state: 'initial', reason: 'Elb.RegistrationInProgress' })
  await account.clock.advance(5_000)
  await until(() => health()?.state === 'healthy')
  expect(checks).toBe(1)
  status = 500
  await nextCheck()
  expect(health()?.state).toBe('healthy')
  await nextCheck()
  expect(health()).toMatchObject({
    state: 'unhealthy',
    reason: 'Target.ResponseCodeMismatch',
    description: 'Health checks failed with these codes: [500]',
  })
  // AWS fails open: the only targets there are get the requests.
  expect((await fetch(`http://127.0.0.1:${balancer.port}/`)).status).toBe(500)
  status = 200
  for (let check = 0; check < 4; check++) await nextCheck()
  expect(health()?.state).toBe('unhealthy')
  await nextCheck()
  expect(health()).toEqual({ id: task.id, port: 8080, state: 'healthy' })
})

test('an unhealthy target gets no requests while another is healthy', async () => {
  const sick = await account.startTask((_request, response) => response.writeHead(404).end('sick'), {
    securityGroupIds: [account.openGroupId],
  })
  const well = await account.startTask((_request, response) => response.end('well'), {
    securityGroupIds: [account.openGroupId],
  })
  registerTargets(account.sandbox, account.scope, balancer.groupArn, [sick, well])
  await account.clock.advance(5_000)
  await until(() => account.states(balancer.groupArn).includes('healthy'))
  const bodies = await Promise.all(
    Array.from({ length: 10 }, async () => (await fetch(`http://127.0.0.1:${balancer.port}/`)).text()),
  )
  expect(new Set(bodies)).toEqual(new Set(['well']))
})

test('nothing there: the check fails, and the matcher and path are what the group says', async () => {
  registerTargets(account.sandbox, account.scope, balancer.groupArn, [{ id: '172.31.1.9', port: 8080 }])
  await account.clock.advance(5_000)
  await account.clock.advance(30_000)
  expect(health()).toMatchObject({
    state: 'unhealthy',
    reason: 'Target.FailedHealthChecks',
    description: 'Health checks failed',
  })
  const group = balancer.groupArn
  deregisterTargets(account.sandbox, account.scope, group, [{ id: '172.31.1.9', port: 8080 }])
  await account.clock.advance(300_000)
  account.call(modifyTargetGroup, {
    TargetGroupArn: group,
    HealthCheckPath: '/up',
    Matcher: { HttpCode: '200-299,404' },
  })
  const paths: string[] = []
  const task = await account.startTask(
    (request, response) => {
      paths.push(`${request.url} ${request.headers.host}`)
      response.writeHead(404).end()
    },
    { securityGroupIds: [account.openGroupId] },
  )
  await account.register(group, [task])
  expect(paths[0]).toBe(`/up ${task.id}:8080`)
})

test('a group that no listener uses is not checked, and says so', async () => {
  const task = await startTask()
  await account.register(balancer.groupArn, [task])
  account.call(deleteListener, { ListenerArn: balancer.listenerArn })
  expect(health()).toMatchObject({ state: 'unused', reason: 'Target.NotInUse' })
  const before = checks
  await account.clock.advance(90_000)
  expect(checks).toBe(before)
  deregisterTargets(account.sandbox, account.scope, balancer.groupArn, [task])
  expect(health()).toBeUndefined()
})

test('however fast time runs, a target is asked ten times a second at most', async () => {
  account.clock.setScale(account.scope.accountId, 1000)
  registerTargets(account.sandbox, account.scope, balancer.groupArn, [await startTask()])
  for (let wall = 0; wall < 1_000; wall += 20) {
    await account.clock.advance(20)
    await new Promise(resolve => setTimeout(resolve, 5))
  }
  expect(checks).toBeGreaterThan(3)
  expect(checks).toBeLessThanOrEqual(10)
})
