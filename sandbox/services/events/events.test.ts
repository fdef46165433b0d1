import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteResourcePolicyCommand,
  FilterLogEventsCommand,
  PutResourcePolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import * as eb from '@aws-sdk/client-eventbridge'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type RunningSandbox, startSandbox } from '../../start.ts'
import { putEvent } from './put-event.ts'
import { LOG_POLICY } from './testing/log-policy.ts'

const REGION = 'eu-west-1'
let running: RunningSandbox
let accountId: string
let client: eb.EventBridgeClient
let logs: CloudWatchLogsClient

beforeAll(async () => {
  running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
})
afterAll(() => running.close())
beforeEach(async () => {
  const account = running.createAccount()
  const config = { endpoint: running.endpoint, region: REGION, credentials: account, maxAttempts: 1 }
  accountId = account.accountId
  client = new eb.EventBridgeClient(config)
  logs = new CloudWatchLogsClient(config)
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/aws/events/ecs' }))
  await logs.send(new PutResourcePolicyCommand(LOG_POLICY))
})

const rule = (pattern: object, more: Partial<eb.PutRuleRequest> = {}) =>
  client.send(new eb.PutRuleCommand({ Name: 'r', EventPattern: JSON.stringify(pattern), ...more }))
const target = (more: Partial<eb.Target> = {}) => ({
  ...{ Id: 'logs', Arn: `arn:aws:logs:${REGION}:${accountId}:log-group:/aws/events/ecs` },
  ...more,
})
const aim = (more: Partial<eb.Target> = {}) =>
  client.send(new eb.PutTargetsCommand({ Rule: 'r', Targets: [target(more)] }))
const put = (Detail: object, Source = 'shop') =>
  client.send(
    new eb.PutEventsCommand({ Entries: [{ Source, DetailType: 'Order', Detail: JSON.stringify(Detail) }] }),
  )
async function received(): Promise<string[]> {
  const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: '/aws/events/ecs' }))
  return (events ?? []).map(({ message = '' }) => message)
}

test('an event reaches the log group of a rule that matches, as AWS writes it', async () => {
  await rule({ source: ['shop'], detail: { total: [{ numeric: ['>', 10] }] } })
  await aim()
  const { Entries, FailedEntryCount } = await put({ total: 12 })
  await put({ total: 2 })
  expect(FailedEntryCount).toBe(0)
  const [message = '', ...rest] = await received()
  expect(rest).toEqual([])
  expect(JSON.parse(message)).toEqual({
    ...{ version: '0', id: Entries?.[0]?.EventId, 'detail-type': 'Order', source: 'shop' },
    ...{ account: accountId, region: REGION, resources: [], detail: { total: 12 } },
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
  })
})

test('a log group gets nothing before a resource policy lets EventBridge write to it', async () => {
  await logs.send(new DeleteResourcePolicyCommand({ policyName: LOG_POLICY.policyName }))
  await rule({ source: ['shop'] })
  await aim()
  await put({ n: 1 })
  const other = JSON.parse(LOG_POLICY.policyDocument) as { Statement: object[] }
  const elsewhere = `arn:aws:logs:${REGION}:${accountId}:log-group:/aws/events/other:*`
  const policyDocument = JSON.stringify({
    ...other,
    Statement: other.Statement.map(one => ({ ...one, Resource: elsewhere })),
  })
  await logs.send(new PutResourcePolicyCommand({ ...LOG_POLICY, policyDocument }))
  await put({ n: 2 })
  await logs.send(new PutResourcePolicyCommand(LOG_POLICY))
  await put({ n: 3 })
  expect((await received()).map(text => (JSON.parse(text) as { detail: object }).detail)).toEqual([{ n: 3 }])
})

test('a rule that is disabled sends nothing until it is enabled', async () => {
  await rule({ source: ['shop'] })
  await aim()
  await client.send(new eb.DisableRuleCommand({ Name: 'r' }))
  await put({ n: 1 })
  await client.send(new eb.EnableRuleCommand({ Name: 'r' }))
  await put({ n: 2 })
  expect((await received()).map(text => (JSON.parse(text) as { detail: object }).detail)).toEqual([{ n: 2 }])
})

test('targets get a constant, a part, or what a transformer makes of the event', async () => {
  await rule({ source: ['shop'] })
  const detail = { name: 'a "b"', items: [{ price: 3 }] }
  await aim({ Input: '"constant"' })
  await put(detail)
  await aim({ InputPath: '$.detail.items[0]' })
  await put(detail)
  const InputPathsMap = { name: '$.detail.name', price: '$.detail.items[0].price', none: '$.detail.none' }
  const InputTemplate = '{"rule":"<aws.events.rule-name>","text":"<name>!","price":<price>,"none":<none>}'
  await aim({ InputTransformer: { InputPathsMap, InputTemplate } })
  await put(detail)
  const forLogs = '{"timestamp":"2026-01-02T03:04:05Z","message":<name>}'
  await aim({ InputTransformer: { InputPathsMap, InputTemplate: forLogs } })
  await put(detail)
  const texts = await received()
  expect(texts.sort()).toEqual(
    ['"constant"', '{"price":3}', '{"rule":"r","text":"a \\"b\\"!","price":3,"none":""}', 'a "b"'].sort(),
  )
})

test('services put events of their own, which nobody else may', async () => {
  await rule({ source: [{ prefix: 'aws.' }] })
  await aim()
  const { Entries, FailedEntryCount } = await put({}, 'aws.ecs')
  expect({ Entries, FailedEntryCount }).toEqual({
    FailedEntryCount: 1,
    Entries: [
      { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' },
    ],
  })
  const scope = running.sandbox.store.scope(accountId, REGION)
  putEvent(running.sandbox, scope, { source: 'aws.ecs', detailType: 'X', resources: ['arn:x'], detail: {} })
  expect(await received()).toHaveLength(1)
})

test('each entry fails by itself', async () => {
  const { Entries, FailedEntryCount } = await client.send(
    new eb.PutEventsCommand({
      Entries: [
        { Source: 'a', DetailType: 'b', Detail: '{}' },
        { DetailType: 'b', Detail: '{}' },
        { Source: 'a', DetailType: 'b', Detail: '[' },
      ],
    }),
  )
  expect(FailedEntryCount).toBe(2)
  expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
    undefined,
    'InvalidArgument',
    'MalformedDetail',
  ])
  const eleven = Array.from({ length: 11 }, () => ({ Source: 'a', DetailType: 'b', Detail: '{}' }))
  await expect(client.send(new eb.PutEventsCommand({ Entries: eleven }))).rejects.toThrow(
    'Member must have length less than or equal to 10',
  )
})

test('rules are described, listed, tagged and deleted; targets keep a rule from being deleted', async () => {
  const { RuleArn } = await rule({ source: ['shop'] }, { Tags: [{ Key: 'a', Value: '1' }] })
  expect(RuleArn).toBe(`arn:aws:events:${REGION}:${accountId}:rule/r`)
  await rule({ source: ['other'] }, { Description: 'changed' })
  await aim()
  expect(await client.send(new eb.DescribeRuleCommand({ Name: 'r' }))).toMatchObject({
    ...{ Name: 'r', Arn: RuleArn, State: 'ENABLED', EventBusName: 'default', Description: 'changed' },
    EventPattern: '{"source":["other"]}',
  })
  await client.send(new eb.TagResourceCommand({ ResourceARN: RuleArn, Tags: [{ Key: 'b', Value: '2' }] }))
  await client.send(new eb.UntagResourceCommand({ ResourceARN: RuleArn, TagKeys: ['a'] }))
  const { Tags } = await client.send(new eb.ListTagsForResourceCommand({ ResourceARN: RuleArn }))
  expect(Tags).toEqual([{ Key: 'b', Value: '2' }])
  const { Rules } = await client.send(new eb.ListRulesCommand({ NamePrefix: 'r' }))
  expect(Rules?.map(({ Name }) => Name)).toEqual(['r'])
  const TargetArn = target().Arn
  const { RuleNames } = await client.send(new eb.ListRuleNamesByTargetCommand({ TargetArn }))
  expect(RuleNames).toEqual(['r'])
  await expect(client.send(new eb.DeleteRuleCommand({ Name: 'r' }))).rejects.toMatchObject({
    name: 'ValidationException',
    message: "Rule can't be deleted since it has targets.",
  })
  await client.send(new eb.RemoveTargetsCommand({ Rule: 'r', Ids: ['logs', 'absent'] }))
  const { Targets } = await client.send(new eb.ListTargetsByRuleCommand({ Rule: 'r' }))
  expect(Targets).toEqual([])
  await client.send(new eb.DeleteRuleCommand({ Name: 'r' }))
  await client.send(new eb.DeleteRuleCommand({ Name: 'r' }))
  await expect(client.send(new eb.DescribeRuleCommand({ Name: 'r' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Rule r does not exist on EventBus default.',
  })
})

test('refuses what it cannot do, by name', async () => {
  await expect(rule({ source: 'x' })).rejects.toMatchObject({ name: 'InvalidEventPatternException' })
  await expect(
    rule({ source: ['x'] }, { State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' }),
  ).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } })
  await expect(client.send(new eb.PutRuleCommand({ Name: 'r' }))).rejects.toMatchObject({
    message: 'Parameter(s) EventPattern or ScheduleExpression must be specified.',
  })
  await expect(rule({ a: [1] }, { Name: 'a b' })).rejects.toMatchObject({ name: 'ValidationException' })
  await expect(rule({ a: [1] }, { EventBusName: 'mine' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Event bus mine does not exist.',
  })
  await rule({ source: ['x'] })
  const queue = `arn:aws:sqs:${REGION}:${accountId}:q`
  await expect(aim({ Arn: queue })).rejects.toMatchObject({ name: 'NotImplemented' })
  await expect(aim({ Arn: 'logs' })).rejects.toMatchObject({ name: 'ValidationException' })
  await expect(aim({ Input: '{}', InputPath: '$' })).rejects.toMatchObject({ name: 'ValidationException' })
  const six = ['1', '2', '3', '4', '5', '6'].map(Id => target({ Id }))
  await expect(client.send(new eb.PutTargetsCommand({ Rule: 'r', Targets: six }))).rejects.toMatchObject({
    name: 'LimitExceededException',
  })
})

test('TestEventPattern answers whether an event would match', async () => {
  const event = {
    ...{ id: '1', account: accountId, source: 'shop', time: '2026-01-01T00:00:00Z', region: REGION },
    ...{ resources: [], 'detail-type': 'Order', detail: { a: 1 } },
  }
  const ask = (pattern: object, of: object = event) =>
    client.send(
      new eb.TestEventPatternCommand({ EventPattern: JSON.stringify(pattern), Event: JSON.stringify(of) }),
    )
  expect((await ask({ detail: { a: [1] } })).Result).toBe(true)
  expect((await ask({ detail: { a: [2] } })).Result).toBe(false)
  await expect(ask({ source: ['x'] }, { source: 'x' })).rejects.toMatchObject({ name: 'ValidationException' })
})
