import { expect, it } from 'vitest'
import { type Answers, awsError, fakeAccount } from '@slipway/labs/fake-account.ts'
import type { AccountReading } from '../map/read-account.ts'
import { makeChaos, readChaos } from './chaos.ts'

const CLUSTER = 'arn:aws:ecs:eu-west-1:1:cluster/lab'
const task = (id: string, changed = {}) => ({
  taskArn: `arn:aws:ecs:eu-west-1:1:task/lab/${id}`,
  clusterArn: CLUSTER,
  group: 'service:web',
  lastStatus: 'RUNNING',
  desiredStatus: 'RUNNING',
  ...changed,
})
const group = (HealthCheckPath: string | undefined, LoadBalancerArns = ['arn:lb']) => ({
  group: { TargetGroupName: 'web', TargetGroupArn: 'arn:tg', HealthCheckPath, LoadBalancerArns },
  health: [],
})
const reading = (changed: Partial<AccountReading> = {}): AccountReading => ({
  ...{ loadBalancers: [], targetGroups: [], services: [], tasks: [] },
  databases: [],
  publicInterfaces: new Set(),
  taskDefinitions: new Map(),
  ...changed,
})
const all = () => true
const databases = { DBInstances: [{ DBInstanceIdentifier: 'uploads', DBInstanceStatus: 'available' }] }
const account = (answers: Answers = {}) => fakeAccount({ DescribeDBInstances: () => databases, ...answers })

it('says what there is to break, and nothing that is not the lab’s', async () => {
  const { aws } = account()
  const tasks = [task('a'), task('b', { lastStatus: 'PENDING' }), task('c', { group: 'family:web' })]
  const account1 = reading({ tasks, targetGroups: [group('/health'), group(undefined), group('/', [])] })
  expect(await readChaos(aws, account1, all)).toEqual({
    tasks: 1,
    healthChecks: [{ targetGroup: 'web', broken: false }],
    databases: [{ id: 'uploads', status: 'available' }],
  })
  expect(await readChaos(aws, reading(), () => false)).toEqual({ tasks: 0, healthChecks: [], databases: [] })
})

it('stops a running task of a service, and says so in the account', async () => {
  const { aws, sent } = account({ StopTask: () => ({}) })
  const message = await makeChaos(aws, reading({ tasks: [task('abcdef01')] }), { action: 'stop-task' }, all)
  expect(message).toContain('Task abcdef was stopped')
  expect(sent.at(-1)?.input).toMatchObject({
    cluster: CLUSTER,
    reason: expect.stringContaining('on purpose'),
  })
  await expect(makeChaos(aws, reading(), { action: 'stop-task' }, all)).rejects.toMatchObject({
    code: 'nothing-to-stop',
    next: 'Start a service first.',
  })
})

it('breaks a health check and mends it to just what it was, whatever that was', async () => {
  const { aws, sent } = account({ ModifyTargetGroup: () => ({}) })
  const change = (path: string, action: 'break-health-check' | 'mend-health-check') =>
    makeChaos(aws, reading({ targetGroups: [group(path)] }), { action, targetGroup: 'web' }, all)
  await change('/health?deep=1&x=a%2Fb', 'break-health-check')
  const broken = String(sent.at(-1)?.input.HealthCheckPath)
  expect(broken).not.toContain('health?')
  await change(broken, 'mend-health-check')
  expect(sent.at(-1)?.input).toEqual({ TargetGroupArn: 'arn:tg', HealthCheckPath: '/health?deep=1&x=a%2Fb' })
  const before = sent.length
  expect(await change(broken, 'break-health-check')).toContain('broken already')
  expect(await change('/health', 'mend-health-check')).toContain('whole already')
  expect(sent).toHaveLength(before)
  await expect(
    makeChaos(aws, reading(), { action: 'break-health-check', targetGroup: 'other' }, all),
  ).rejects.toMatchObject({ status: 404, code: 'unknown-target-group' })
})

it('stops and starts a database of the lab, and no other', async () => {
  const { aws, sent } = account({ StopDBInstance: () => ({}), StartDBInstance: () => ({}) })
  for (const action of ['stop-database', 'start-database'] as const) {
    await makeChaos(aws, reading(), { action, database: 'uploads' }, all)
    expect(sent.at(-1)?.input).toEqual({ DBInstanceIdentifier: 'uploads' })
  }
  expect(sent.map(({ name }) => name)).toContain('StartDBInstance')
  await expect(
    makeChaos(aws, reading(), { action: 'stop-database', database: 'uploads' }, () => false),
  ).rejects.toMatchObject({ code: 'unknown-database' })
})

it('who may not see databases still sees the rest', async () => {
  const denied = account({ DescribeDBInstances: () => awsError('AccessDenied') })
  expect((await readChaos(denied.aws, reading({ tasks: [task('a')] }), all)).tasks).toBe(1)
  const broken = account({ DescribeDBInstances: () => awsError('InternalFailure') })
  await expect(readChaos(broken.aws, reading(), all)).rejects.toThrow('InternalFailure')
})
