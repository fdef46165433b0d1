import { expect, test } from 'vitest'
import { putMetricAlarm } from '../../cloudwatch/operations/put-metric-alarm.ts'
import { setAlarmState } from '../../cloudwatch/operations/set-alarm-state.ts'
import { attachRolePolicy } from '../../iam/operations/attach-role-policy.ts'
import { detachRolePolicy } from '../../iam/operations/detach-role-policy.ts'
import { stopServiceDeployment } from '../operations/stop-service-deployment.ts'
import { resolveRoutes, shiftRoute } from './routes.ts'
import { FakeStrategies } from '../testing/fake-strategies.ts'

const CANARY = { strategy: 'CANARY', canaryConfiguration: { canaryPercent: 10 } } as const

async function alarm(account: FakeStrategies, StateValue: 'ALARM' | 'OK' = 'OK'): Promise<void> {
  await account.call(putMetricAlarm, {
    ...{ AlarmName: 'errors', Namespace: 'lab', MetricName: 'errors', Statistic: 'Sum', Period: 60 },
    ...{ EvaluationPeriods: 1, Threshold: 0, ComparisonOperator: 'GreaterThanThreshold' },
  })
  await account.call(setAlarmState, { AlarmName: 'errors', StateValue, StateReason: 'test' })
}

const stop = async (account: FakeStrategies, stopType?: 'ABORT' | 'ROLLBACK') => {
  const { serviceDeploymentArn } = await account.deployment()
  return account.call(stopServiceDeployment, { serviceDeploymentArn, stopType })
}

test('an alarm takes the traffic back at once, and the new revision ends', async () => {
  const account = new FakeStrategies()
  await account.open()
  await alarm(account)
  await account.deploy({ ...CANARY, alarms: { alarmNames: ['errors'], enable: true, rollback: true } })
  await account.passUntil(() => account.weight(account.productionRule) === 10)
  expect((await account.deployment()).alarms).toMatchObject({ status: 'MONITORING' })
  await alarm(account, 'ALARM')
  await account.pass(1)
  expect([account.weight(account.productionRule), account.weight(account.testRule)]).toEqual([0, 0])
  const { sourceServiceRevisions } = await account.deployment()
  expect(await account.deployment()).toMatchObject({
    status: 'ROLLBACK_IN_PROGRESS',
    alarms: { status: 'TRIGGERED', alarmNames: ['errors'], triggeredAlarmNames: ['errors'] },
    rollback: { serviceRevisionArn: sourceServiceRevisions?.[0]?.arn },
    targetServiceRevision: { requestedProductionTrafficWeight: 0 },
  })
  expect(await account.passToEnd()).toMatchObject({
    status: 'ROLLBACK_SUCCESSFUL',
    lifecycleStage: 'CLEAN_UP',
  })
  expect(account.service.taskDefinition).toMatch(/web:1$/)
  expect(account.images).toEqual(['web:1', 'web:1'])
  expect(
    account.events.filter(text => /deployment (failed|completed)|rolling back/.test(text)).slice(1),
  ).toEqual([
    '(service web) (deployment ecs-svc/N) deployment failed: alarm detected.',
    '(service web) rolling back to deployment ecs-svc/N.',
    '(service web) (deployment ecs-svc/N) deployment completed.',
  ])
  expect(account.fewest).toBe(2)
})

test('alarms without rollback stop a deployment where it stands', async () => {
  const account = new FakeStrategies()
  await account.open()
  await alarm(account)
  await account.deploy({ ...CANARY, alarms: { alarmNames: ['errors'], enable: true, rollback: false } })
  await account.passUntil(() => account.weight(account.productionRule) === 10)
  await alarm(account, 'ALARM')
  expect(await account.passToEnd()).toMatchObject({ status: 'STOPPED' })
  await account.pass(60)
  expect(account.weight(account.productionRule)).toBe(10)
  expect(account.images).toHaveLength(4)
  await account.deploy({ bakeTimeInMinutes: 1, alarms: undefined }, 'web:3')
  expect(await account.deployment()).toMatchObject({ lifecycleStage: 'RECONCILE_SERVICE' })
  expect(await account.passToEnd()).toMatchObject({ status: 'SUCCESSFUL', alarms: { status: 'DISABLED' } })
  expect(account.images).toEqual(['web:3', 'web:3'])
  expect(account.fewest).toBe(2)
})

test('the circuit breaker ends a revision that does not start, before any traffic', async () => {
  const account = new FakeStrategies()
  await account.open()
  account.runtime.missingImages.add('web:99')
  await account.deploy({ deploymentCircuitBreaker: { enable: true, rollback: true } }, 'web:99')
  expect(await account.passToEnd()).toMatchObject({
    status: 'ROLLBACK_SUCCESSFUL',
    statusReason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
    deploymentCircuitBreaker: { status: 'TRIGGERED', threshold: 3 },
  })
  expect(account.weight(account.productionRule)).toBe(0)
  expect(account.images).toEqual(['web:1', 'web:1'])
})

test('the first deployment of a service has nothing to go back to', async () => {
  const account = new FakeStrategies()
  account.runtime.missingImages.add('web:1')
  await account.registerWeb()
  const deploymentCircuitBreaker = { enable: true, rollback: true }
  await account.createWeb({ deploymentConfiguration: { strategy: 'BLUE_GREEN', deploymentCircuitBreaker } })
  expect(await account.passToEnd()).toMatchObject({
    ...{ status: 'ROLLBACK_FAILED', statusReason: 'No rollback candidate was found to run the rollback.' },
  })
  const { length } = account.tasks
  await account.pass(60)
  expect(account.tasks).toHaveLength(length)
})

test('a deployment is stopped by request: rolled back, or left as it is', async () => {
  const account = new FakeStrategies()
  await account.open()
  await account.deploy()
  await account.passToStage('BAKE_TIME')
  await stop(account)
  expect(await account.deployment()).toMatchObject({ status: 'ROLLBACK_REQUESTED' })
  expect(await account.passToEnd()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' })
  expect([account.weight(account.productionRule), account.weight(account.testRule)]).toEqual([0, 0])
  await expect(stop(account)).rejects.toMatchObject({ name: 'ConflictException' })

  await account.deploy({}, 'web:3')
  await account.passToStage('SCALE_UP')
  await stop(account, 'ABORT')
  expect(await account.passToEnd()).toMatchObject({ status: 'STOPPED' })
  await account.passUntil(() => account.images.every(image => image === 'web:1'))
  expect(account.fewest).toBe(2)
  await expect(
    account.call(stopServiceDeployment, {
      serviceDeploymentArn: 'arn:aws:ecs:eu-west-1:1:service-deployment/a/b/c',
    }),
  ).rejects.toMatchObject({ name: 'ServiceDeploymentNotFoundException' })
})

test('rules that do not fit roll a deployment back', async () => {
  const account = new FakeStrategies()
  await account.open()
  await account.deploy()
  await account.passToEnd()
  // Somebody gave both groups traffic.
  const [route] = resolveRoutes(account.sandbox, account.scope, [account.loadBalancer()])
  if (route) shiftRoute(account.sandbox, account.scope, route, 'production', 50)
  await account.deploy({}, 'web:3')
  expect(await account.passToEnd()).toMatchObject({
    status: 'ROLLBACK_SUCCESSFUL',
    statusReason: expect.stringContaining('found 2 target groups which are serving traffic'),
  })
})

test('an infrastructure role that may not change rules is named', async () => {
  const account = new FakeStrategies()
  await account.open()
  const PolicyArn = 'arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers'
  await account.deploy()
  await account.passToStage('SCALE_UP')
  await account.call(detachRolePolicy, { RoleName: 'infrastructure', PolicyArn })
  expect(await account.passToEnd()).toMatchObject({
    status: 'ROLLBACK_SUCCESSFUL',
    statusReason: expect.stringMatching(
      /^Service deployment rolled back because TEST_TRAFFIC_SHIFT lifecycle hook\(s\) failed\. User: .*assumed-role\/infrastructure\/ECSNetworkingWithELB is not authorized to perform: elasticloadbalancing:ModifyListener/,
    ),
  })
  await account.deploy({}, 'web:3')
  expect(await account.passToEnd()).toMatchObject({
    statusReason: expect.stringContaining('missing permissions on ECS Infrastructure Role'),
  })
  expect(account.images).toEqual(['web:1', 'web:1'])
})

test('rolling deployments watch alarms too, and bake', async () => {
  const account = new FakeStrategies()
  await account.open()
  await alarm(account)
  const alarms = { alarmNames: ['errors'], enable: true, rollback: true }
  await account.deploy({ strategy: 'ROLLING', bakeTimeInMinutes: 3, alarms })
  await account.passUntil(() => account.images.join() === 'web:2,web:2')
  await account.pass(60)
  expect(await account.deployment()).toMatchObject({ status: 'IN_PROGRESS' })
  await alarm(account, 'ALARM')
  expect(await account.passToEnd()).toMatchObject({
    status: 'ROLLBACK_SUCCESSFUL',
    alarms: { status: 'TRIGGERED' },
  })
  expect(account.images).toEqual(['web:1', 'web:1'])
  await account.deploy({ strategy: 'ROLLING', bakeTimeInMinutes: 0 }, 'web:3')
  await account.pass(1)
  await stop(account)
  expect(await account.passToEnd()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' })
  expect(account.images).toEqual(['web:1', 'web:1'])
})

test('a rollback whose role was taken away says so, and everything goes on running', async () => {
  const account = new FakeStrategies()
  await account.open()
  const PolicyArn = 'arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers'
  await account.deploy()
  await account.passToStage('BAKE_TIME')
  await account.call(detachRolePolicy, { RoleName: 'infrastructure', PolicyArn })
  await stop(account)
  expect(await account.passToEnd()).toMatchObject({
    status: 'ROLLBACK_FAILED',
    statusReason: expect.stringContaining(
      'is not authorized to perform: elasticloadbalancing:ModifyListener',
    ),
  })
  await account.pass(60)
  expect(account.images).toHaveLength(4)
  await account.call(attachRolePolicy, { RoleName: 'infrastructure', PolicyArn })
  await account.deploy({ bakeTimeInMinutes: 0 }, 'web:3')
  expect(await account.passToEnd()).toMatchObject({ status: 'SUCCESSFUL' })
  expect(account.images).toEqual(['web:3', 'web:3'])
  expect(account.fewest).toBe(2)
})
