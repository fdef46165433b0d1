import { expect, test } from 'vitest'
import { createLogGroup } from '../logs/operations/create-log-group.ts'
import { filterLogEvents } from '../logs/operations/filter-log-events.ts'
import { putResourcePolicy } from '../logs/operations/put-resource-policy.ts'
import { FakeDeployments } from '../codedeploy/testing/fake-deployments.ts'
import { describeEventBus } from './operations/describe-event-bus.ts'
import { listEventBuses } from './operations/list-event-buses.ts'
import { putRule } from './operations/put-rule.ts'
import { putTargets } from './operations/put-targets.ts'
import { LOG_POLICY } from './testing/log-policy.ts'

const NOTIFICATION = 'CodeDeploy Deployment State-change Notification'

test('what CodeDeploy says of a deployment comes into a log group, as a rule asks for it', async () => {
  const account = new FakeDeployments()
  await account.open()
  await account.call(createLogGroup, { logGroupName: '/aws/events/deployments' })
  await account.call(putResourcePolicy, LOG_POLICY)
  const EventPattern = JSON.stringify({ source: ['aws.codedeploy'], 'detail-type': [NOTIFICATION] })
  await account.call(putRule, { Name: 'deployments', EventPattern })
  const Arn = 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/events/deployments'
  await account.call(putTargets, { Rule: 'deployments', Targets: [{ Id: 'log', Arn }] })
  const deploymentId = await account.deploy()
  await account.passUntil(async () => (await account.deployment(deploymentId)).completeTime !== undefined)
  const { events } = await account.call(filterLogEvents, { logGroupName: '/aws/events/deployments' })
  const told = (events ?? []).map(({ message }) => JSON.parse(message ?? '') as { detail: object })
  expect(told.map(({ detail }) => (detail as { state: string }).state)).toEqual(['START', 'SUCCESS'])
  expect(told[0]).toMatchObject({
    'detail-type': NOTIFICATION,
    source: 'aws.codedeploy',
    resources: [
      'arn:aws:codedeploy:eu-west-1:111122223333:deploymentgroup:web/web',
      'arn:aws:codedeploy:eu-west-1:111122223333:application:web',
    ],
    detail: { application: 'web', deploymentGroup: 'web', deploymentId, region: 'eu-west-1' },
  })
})

test('an account has the default bus, and no other', async () => {
  const account = new FakeDeployments()
  const bus = { Name: 'default', Arn: 'arn:aws:events:eu-west-1:111122223333:event-bus/default' }
  expect(await account.call(listEventBuses, {})).toEqual({ EventBuses: [bus] })
  expect(await account.call(listEventBuses, { NamePrefix: 'other' })).toEqual({ EventBuses: [] })
  expect(await account.call(describeEventBus, {})).toEqual(bus)
  await expect(account.call(describeEventBus, { Name: 'other' })).rejects.toThrow(
    'Event bus other does not exist.',
  )
})
