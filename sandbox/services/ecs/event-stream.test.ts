import { expect, test } from 'vitest'
import { createLogGroup } from '../logs/operations/create-log-group.ts'
import { filterLogEvents } from '../logs/operations/filter-log-events.ts'
import { putRule } from '../events/operations/put-rule.ts'
import { putTargets } from '../events/operations/put-targets.ts'
import { LOG_POLICY } from '../events/testing/log-policy.ts'
import { putResourcePolicy } from '../logs/operations/put-resource-policy.ts'
import { stopTask } from './operations/stop-task.ts'
import { updateService } from './operations/update-service.ts'
import { continueServiceDeployment } from './operations/continue-service-deployment.ts'
import type { FakeAccount } from './testing/fake-account.ts'
import { FakeStrategies } from './testing/fake-strategies.ts'

interface Sent {
  'detail-type': string
  source: string
  resources: string[]
  detail: Record<string, unknown>
}

/** An account in which everything that ECS sends is written to a log group. */
async function watched(): Promise<FakeStrategies> {
  const account = new FakeStrategies()
  const Arn = `arn:aws:logs:eu-west-1:${account.context.accountId}:log-group:/ecs`
  await account.call(createLogGroup, { logGroupName: '/ecs' })
  await account.call(putResourcePolicy, LOG_POLICY)
  await account.call(putRule, { Name: 'ecs', EventPattern: '{"source":["aws.ecs"]}' })
  await account.call(putTargets, { Rule: 'ecs', Targets: [{ Id: 'logs', Arn }] })
  await account.registerWeb()
  return account
}

async function sent(account: FakeAccount, kind: string): Promise<Sent[]> {
  const { events } = await account.call(filterLogEvents, { logGroupName: '/ecs', limit: 10_000 })
  return (events ?? [])
    .map(({ message = '' }) => JSON.parse(message) as Sent)
    .filter(event => event['detail-type'] === kind)
}

test('a task tells each change of its state, as EventBridge shows tasks', async () => {
  const account = await watched()
  await account.createWeb({ desiredCount: 1 })
  await account.pass(40)
  const [task] = account.tasks
  await account.call(stopTask, { cluster: 'lab', task: task?.taskArn ?? '' })
  await account.pass(40)
  const told = await sent(account, 'ECS Task State Change')
  const own = told.filter(({ resources }) => resources[0] === task?.taskArn)
  expect(own.map(({ detail }) => [detail['lastStatus'], detail['desiredStatus']])).toEqual([
    ['PROVISIONING', 'RUNNING'],
    ['PENDING', 'RUNNING'],
    ['ACTIVATING', 'RUNNING'],
    ['RUNNING', 'RUNNING'],
    ['RUNNING', 'STOPPED'],
    ['DEACTIVATING', 'STOPPED'],
    ['STOPPING', 'STOPPED'],
    ['DEPROVISIONING', 'STOPPED'],
    ['STOPPED', 'STOPPED'],
  ])
  expect(own.map(({ detail }) => detail['version'])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(own.at(-1)).toMatchObject({
    source: 'aws.ecs',
    detail: {
      attachments: [{ type: 'eni', status: 'DELETED' }],
      containers: [{ name: 'web', exitCode: 0, lastStatus: 'STOPPED' }],
      stoppedReason: 'Task stopped by user',
      updatedAt: expect.stringMatching(/Z$/) as string,
    },
  })
})

test('a service tells its steady state and its deployments', async () => {
  const account = await watched()
  await account.createWeb({ desiredCount: 1 })
  await account.pass(40)
  await account.call(updateService, { cluster: 'lab', service: 'web', desiredCount: 2 })
  await account.pass(40)
  const actions = await sent(account, 'ECS Service Action')
  expect(actions.map(({ detail }) => [detail['eventType'], detail['eventName']])).toEqual([
    ['INFO', 'SERVICE_STEADY_STATE'],
    ['INFO', 'SERVICE_DESIRED_COUNT_UPDATED'],
    ['INFO', 'SERVICE_STEADY_STATE'],
  ])
  const { id, serviceArn } = { ...account.service, id: account.service.deployments[0]?.id }
  const deployments = await sent(account, 'ECS Deployment State Change')
  expect(deployments.map(({ resources, detail }) => ({ resources, detail }))).toMatchObject([
    {
      resources: [serviceArn],
      detail: { eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS', reason: `ECS deployment ${id} in progress.` },
    },
    {
      resources: [serviceArn],
      detail: { eventName: 'SERVICE_DEPLOYMENT_COMPLETED', deploymentId: id, eventType: 'INFO' },
    },
  ])
})

test('a deployment that fails is told of, and a service that cannot start tasks', async () => {
  const account = await watched()
  account.runtime.missingImages.add('web:1')
  await account.createWeb({
    desiredCount: 1,
    deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: false } },
  })
  await account.pass(200)
  const deployments = await sent(account, 'ECS Deployment State Change')
  expect(deployments.at(-1)?.detail).toMatchObject({
    eventType: 'ERROR',
    eventName: 'SERVICE_DEPLOYMENT_FAILED',
    reason: 'ECS deployment circuit breaker: tasks failed to start.',
  })
  const actions = await sent(account, 'ECS Service Action')
  expect(actions.map(({ detail }) => detail['eventName'])).toEqual(['SERVICE_TASK_START_IMPAIRED'])
})

test('a pause of a deployment tells that it waits, and how it was answered', async () => {
  const account = await watched()
  await account.open()
  await account.deploy({
    lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }],
  })
  await account.passToStage('POST_TEST_TRAFFIC_SHIFT')
  const { lifecycleHookDetails, serviceDeploymentArn } = await account.deployment()
  const hookId = lifecycleHookDetails?.[0]?.hookId
  await account.call(continueServiceDeployment, { serviceDeploymentArn, hookId })
  await account.passToEnd()
  const told = await sent(account, 'ECS Hook State Change')
  expect(told.map(({ detail }) => [detail['eventName'], detail['hookId']])).toEqual([
    ['HOOK_AWAITING_ACTION', hookId],
    ['HOOK_SUCCEEDED', hookId],
  ])
  expect(told[0]).toMatchObject({
    resources: [account.service.serviceArn],
    detail: { hookType: 'PAUSE', lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT', serviceDeploymentArn },
  })
  const deployments = await sent(account, 'ECS Deployment State Change')
  expect(deployments.map(({ detail }) => detail['eventName'])).toEqual([
    ...['SERVICE_DEPLOYMENT_IN_PROGRESS', 'SERVICE_DEPLOYMENT_COMPLETED'],
    ...['SERVICE_DEPLOYMENT_IN_PROGRESS', 'SERVICE_DEPLOYMENT_COMPLETED'],
  ])
})
