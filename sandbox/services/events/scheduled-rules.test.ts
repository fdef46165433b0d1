import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import {
  CreateLogGroupCommand,
  FilterLogEventsCommand,
  PutResourcePolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import {
  DescribeRuleCommand,
  DisableRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  PutRuleCommand,
  PutTargetsCommand,
  type EcsParameters,
} from '@aws-sdk/client-eventbridge'
import { DescribeTasksCommand, ListTasksCommand } from '@aws-sdk/client-ecs'
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { RunningSandbox } from '../../start.ts'
import {
  networkOf,
  newAccount,
  openTestLab,
  registerWeb,
  startTestSandbox,
  type TestAccount,
  type TestLab,
  until,
} from '../ecs/testing/test-lab.ts'
import { LOG_POLICY } from './testing/log-policy.ts'

const REGION = 'eu-west-1'
let running: RunningSandbox
let account: TestAccount
let lab: TestLab
let events: EventBridgeClient

beforeAll(async () => {
  running = await startTestSandbox({ logLevel: 'silent' })
})
afterAll(() => running.close())
beforeEach(async () => {
  account = newAccount(running, 1000)
  events = new EventBridgeClient({ endpoint: running.endpoint, region: REGION, credentials: account })
  lab = await openTestLab(account)
})

const put = (ScheduleExpression: string, more: { State?: 'DISABLED'; EventPattern?: string } = {}) =>
  events.send(new PutRuleCommand({ Name: 'nightly', ScheduleExpression, ...more }))

async function makeRole(actions: string[]): Promise<string> {
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'events.amazonaws.com' } },
    ],
  }
  const { Role } = await lab.clients.iam.send(
    new CreateRoleCommand({ RoleName: 'schedule', AssumeRolePolicyDocument: JSON.stringify(trust) }),
  )
  const policy = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: actions, Resource: '*' } }
  await lab.clients.iam.send(
    new PutRolePolicyCommand({
      ...{ RoleName: 'schedule', PolicyName: 'run', PolicyDocument: JSON.stringify(policy) },
    }),
  )
  return Role?.Arn ?? ''
}
async function aim(RoleArn: string, more: Partial<EcsParameters> = {}, Input?: string) {
  const { awsvpcConfiguration: network } = networkOf(lab)
  const awsvpcConfiguration = {
    ...{
      Subnets: network.subnets,
      SecurityGroups: network.securityGroups,
      AssignPublicIp: 'ENABLED' as const,
    },
  }
  const EcsParameters = {
    ...{ TaskDefinitionArn: await registerWeb(lab), LaunchType: 'FARGATE' as const },
    ...{ NetworkConfiguration: { awsvpcConfiguration }, ...more },
  }
  const Arn = `arn:aws:ecs:${REGION}:${account.accountId}:cluster/lab`
  await events.send(
    new PutTargetsCommand({
      Rule: 'nightly',
      Targets: [{ Id: 'task', Arn, RoleArn, EcsParameters, ...(Input !== undefined && { Input }) }],
    }),
  )
}

test('a rule with a schedule runs tasks again and again, as its role, with the overrides of its input', async () => {
  await put('rate(1 minute)')
  const input = {
    containerOverrides: [{ name: 'web', environment: [{ name: 'GREETING', value: 'Morning' }] }],
  }
  const role = await makeRole(['ecs:RunTask', 'iam:PassRole'])
  await aim(role, { Tags: [{ Key: 'kind', Value: 'nightly' }] }, JSON.stringify(input))
  const { taskArns = [] } = await until(
    () => lab.clients.ecs.send(new ListTasksCommand({ cluster: 'lab' })),
    ({ taskArns = [] }) => taskArns.length > 1,
  )
  await events.send(new DisableRuleCommand({ Name: 'nightly' }))
  const { tasks = [] } = await lab.clients.ecs.send(
    new DescribeTasksCommand({ cluster: 'lab', tasks: taskArns.slice(0, 1), include: ['TAGS'] }),
  )
  expect(tasks[0]).toMatchObject({
    ...{ startedBy: 'events-rule/nightly', launchType: 'FARGATE', overrides: input },
    tags: [{ key: 'kind', value: 'nightly' }],
  })
})

test('a role that may not pass the roles of the task runs nothing', async () => {
  const { logs } = lab.clients
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/events' }))
  await logs.send(new PutResourcePolicyCommand(LOG_POLICY))
  await put('rate(1 minute)')
  await aim(await makeRole(['ecs:RunTask']))
  const Arn = `arn:aws:logs:${REGION}:${account.accountId}:log-group:/events`
  await events.send(new PutTargetsCommand({ Rule: 'nightly', Targets: [{ Id: 'told', Arn }] }))
  const message = await firstEvent(logs)
  expect(JSON.parse(message)).toMatchObject({
    ...{ source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {}, account: account.accountId },
    resources: [`arn:aws:events:${REGION}:${account.accountId}:rule/nightly`],
  })
  // The tasks' target comes first: what was refused is known by now.
  const { taskArns } = await lab.clients.ecs.send(new ListTasksCommand({ cluster: 'lab' }))
  expect(taskArns).toEqual([])
})

async function firstEvent(logs: CloudWatchLogsClient): Promise<string> {
  const shown = await until(
    () => logs.send(new FilterLogEventsCommand({ logGroupName: '/events' })),
    ({ events: found = [] }) => found.length > 0,
  )
  return shown.events?.[0]?.message ?? ''
}

test('a schedule is shown as it was put, beside a pattern too, and what is none is refused', async () => {
  await put('cron(0 3 * * ? 2199)', { EventPattern: '{"source":["shop"]}' })
  const shown = await events.send(new DescribeRuleCommand({ Name: 'nightly' }))
  expect(shown).toMatchObject({
    ScheduleExpression: 'cron(0 3 * * ? 2199)',
    EventPattern: '{"source":["shop"]}',
  })
  const { Rules = [] } = await events.send(new ListRulesCommand({}))
  expect(Rules.map(rule => Object.keys(rule).sort())).toEqual([
    ['Arn', 'EventBusName', 'EventPattern', 'Name', 'ScheduleExpression', 'State'],
  ])
  const wrong = [
    ...['rate(1 minutes)', 'rate(5 minute)', 'rate(0 minutes)', 'at(2030-01-01T00:00:00)', 'daily'],
    ...['cron(0 3 * * *)', 'cron(0 3 * * * *)', 'cron(0 3 ? * ? *)', 'cron(61 3 * * ? *)'],
  ]
  for (const expression of wrong) {
    await expect(put(expression), expression).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Parameter ScheduleExpression is not valid.',
    })
  }
})

test('a target of a cluster needs a role and a task definition', async () => {
  await put('rate(1 day)')
  await expect(aim('')).rejects.toMatchObject({ name: 'ValidationException' })
  await expect(aim('arn:aws:iam::1:role/x', { TaskDefinitionArn: '' })).rejects.toMatchObject({
    name: 'ValidationException',
  })
})
