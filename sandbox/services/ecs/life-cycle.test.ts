import type { RunTaskRequest } from '@aws-sdk/client-ecs'
import { expect, test } from 'vitest'
import { collections } from '../ec2/store.ts'
import { createLogGroup } from '../logs/operations/create-log-group.ts'
import { getLogEvents } from '../logs/operations/get-log-events.ts'
import { describeTasks } from './operations/describe-tasks.ts'
import { listTasks } from './operations/list-tasks.ts'
import { registerTaskDefinition } from './operations/register-task-definition.ts'
import { runTask } from './operations/run-task.ts'
import { stopTask } from './operations/stop-task.ts'
import { FakeAccount } from './testing/fake-account.ts'

async function run(account: FakeAccount, request: Partial<RunTaskRequest> = {}) {
  const { tasks } = await account.call(runTask, {
    ...{
      cluster: 'lab',
      taskDefinition: 'web',
      launchType: 'FARGATE',
      networkConfiguration: account.network,
    },
    ...request,
  })
  return tasks?.[0]?.taskArn ?? ''
}

async function describe(account: FakeAccount, arn: string) {
  const { tasks } = await account.call(describeTasks, { cluster: 'lab', tasks: [arn] })
  return tasks?.[0]
}

const LOGGED = {
  logConfiguration: {
    logDriver: 'awslogs' as const,
    options: { 'awslogs-group': '/lab', 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'web' },
  },
}

test('a task goes through AWS’s states, with an interface, addresses and timestamps', async () => {
  const account = new FakeAccount()
  await account.registerWeb()
  const arn = await run(account)
  const seen: (string | undefined)[] = []
  const watch = () => {
    const status = account.tasks[0]?.lastStatus
    if (seen.at(-1) !== status) seen.push(status)
  }
  expect((await describe(account, arn))?.attachments?.[0]).toMatchObject({
    type: 'ElasticNetworkInterface',
    status: 'PRECREATED',
    details: [{ name: 'subnetId' }],
  })
  await account.pass(30, watch)
  const task = await describe(account, arn)
  expect(task).toMatchObject({
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    connectivity: 'CONNECTED',
    group: 'family:web',
  })
  expect(task?.attachments?.[0]?.status).toBe('ATTACHED')
  const ip = task?.attachments?.[0]?.details?.find(({ name }) => name === 'privateIPv4Address')?.value ?? ''
  expect(ip).toMatch(/^172\.31\./)
  expect(task?.containers?.[0]).toMatchObject({
    lastStatus: 'RUNNING',
    runtimeId: expect.stringMatching(/^[0-9a-f]{32}-\d{10}$/),
    networkInterfaces: [{ privateIpv4Address: ip }],
  })
  const place = { accountId: account.context.accountId, region: 'eu-west-1', ip, port: 8080 }
  expect(account.sandbox.addresses.lookup(place)).toMatchObject({ host: '127.0.0.1' })

  await account.call(stopTask, { cluster: 'lab', task: arn, reason: 'done' })
  await account.pass(20, watch)
  const ended = await describe(account, arn)
  expect(ended).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'UserInitiated', stoppedReason: 'done' })
  expect(ended?.attachments?.[0]?.status).toBe('DELETED')
  expect(ended?.containers?.[0]?.exitCode).toBe(0)
  expect(account.sandbox.addresses.lookup(place)).toBeUndefined()
  expect(collections(account.scope).networkInterfaces.size).toBe(0)
  expect(account.runtime.containers.size).toBe(0)
  const times = [
    ended?.createdAt,
    ended?.pullStartedAt,
    ended?.startedAt,
    ended?.stoppingAt,
    ended?.executionStoppedAt,
    ended?.stoppedAt,
  ]
  expect(times.every(time => time instanceof Date)).toBe(true)
  expect([...times].sort((a, b) => Number(a) - Number(b))).toEqual(times)
  expect(seen).toEqual([
    'PROVISIONING',
    'PENDING',
    'ACTIVATING',
    'RUNNING',
    'STOPPING',
    'DEPROVISIONING',
    'STOPPED',
  ])
})

test('a task that ignores SIGTERM is killed after stopTimeout', async () => {
  const account = new FakeAccount()
  account.runtime.endsAtSigterm = false
  await account.registerWeb({ stopTimeout: 10 })
  const arn = await run(account)
  await account.pass(30)
  await account.call(stopTask, { cluster: 'lab', task: arn })
  await account.pass(9)
  expect(account.runtime.journal).toEqual([`SIGTERM ${account.tasks[0]?.id}`])
  expect(account.tasks[0]?.lastStatus).toBe('STOPPING')
  await account.pass(10)
  expect((await describe(account, arn))?.containers?.[0]?.exitCode).toBe(137)
})

test('a missing log group stops the task with AWS’s text', async () => {
  const account = new FakeAccount()
  const arn = await runLogged(account)
  await account.pass(30)
  expect(await describe(account, arn)).toMatchObject({
    lastStatus: 'STOPPED',
    stopCode: 'TaskFailedToStart',
    stoppedReason: expect.stringMatching(
      /^ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: .* ResourceNotFoundException: The specified log group does not exist\. : exit status 1$/,
    ),
  })
})

test('what a container writes comes to its log stream', async () => {
  const account = new FakeAccount()
  await account.call(createLogGroup, { logGroupName: '/lab' })
  await runLogged(account)
  await account.pass(30)
  const id = account.tasks[0]?.id ?? ''
  account.runtime.print(id, [{ timestamp: account.clock.now(), message: 'hello' }])
  const { events } = await account.call(getLogEvents, {
    logGroupName: '/lab',
    logStreamName: `web/web/${id}`,
  })
  expect(events?.map(({ message }) => message)).toEqual(['hello'])
})

/** On EC2-compatible definitions no execution role is asked for; they run on Fargate all the same when they fit. */
async function runLogged(account: FakeAccount): Promise<string> {
  await account.call(registerTaskDefinition, {
    ...{ family: 'web', networkMode: 'awsvpc', cpu: '256', memory: '512' },
    containerDefinitions: [{ name: 'web', image: 'web:1', ...LOGGED }],
  })
  return run(account)
}

test('out of memory is the container’s reason, exit code 137', async () => {
  const account = new FakeAccount()
  await account.registerWeb()
  const arn = await run(account)
  await account.pass(30)
  account.runtime.end(account.tasks[0]?.id ?? '', 1, true)
  await account.pass(20)
  const task = await describe(account, arn)
  expect(task).toMatchObject({
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
  })
  expect(task?.containers?.[0]).toMatchObject({
    exitCode: 137,
    reason: 'OutOfMemoryError: Container killed due to memory usage',
  })
})

test('dependsOn: the web server waits for the migration to succeed, and stops the task when it does not', async () => {
  const account = new FakeAccount()
  account.runtime.crashing.set('migrate:1', 0)
  const dependsOn = [{ containerName: 'migrate', condition: 'SUCCESS' as const }]
  const migrate = { name: 'migrate', image: 'migrate:1', essential: false }
  await account.registerWeb({ dependsOn }, [migrate])
  await run(account)
  await account.pass(30)
  expect(account.tasks[0]?.lastStatus).toBe('RUNNING')
  expect(account.tasks[0]?.containers.map(({ name, lastStatus }) => [name, lastStatus])).toEqual([
    ['web', 'RUNNING'],
    ['migrate', 'STOPPED'],
  ])

  account.runtime.crashing.set('migrate:1', 3)
  const arn = await run(account)
  await account.pass(40)
  expect(await describe(account, arn)).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart' })
})

test('a health check makes the task HEALTHY, and UNHEALTHY after its retries', async () => {
  const account = new FakeAccount()
  await account.registerWeb({ healthCheck: { command: ['CMD-SHELL', 'true'], interval: 10, retries: 2 } })
  const arn = await run(account)
  await account.pass(15)
  expect((await describe(account, arn))?.healthStatus).toBe('UNKNOWN')
  await account.pass(20)
  expect((await describe(account, arn))?.healthStatus).toBe('HEALTHY')
  account.runtime.healthy = () => false
  await account.pass(12)
  expect((await describe(account, arn))?.healthStatus).toBe('HEALTHY')
  await account.pass(10)
  expect((await describe(account, arn))?.healthStatus).toBe('UNHEALTHY')
})

test('STOPPED tasks can be described for an hour', async () => {
  const account = new FakeAccount()
  await account.registerWeb()
  const arn = await run(account)
  await account.call(stopTask, { cluster: 'lab', task: arn })
  await account.pass(20)
  const stopped = await account.call(listTasks, { cluster: 'lab', desiredStatus: 'STOPPED' })
  expect(stopped.taskArns).toEqual([arn])
  await account.clock.advance(55 * 60_000)
  await account.turns.turn()
  expect(await describe(account, arn)).toMatchObject({ taskArn: arn, lastStatus: 'STOPPED' })
  await account.clock.advance(10 * 60_000)
  await account.turns.turn()
  const { failures } = await account.call(describeTasks, { cluster: 'lab', tasks: [arn] })
  expect(failures).toEqual([{ arn, reason: 'MISSING' }])
})

test('after a kill -9 running tasks are taken up again, and containers of no task are removed', async () => {
  const account = new FakeAccount()
  await account.registerWeb()
  const arn = await run(account)
  await account.pass(30)
  const stray = {
    taskId: 'f'.repeat(32),
    containerName: 'web',
    image: 'web:1',
    environment: {},
    ports: [],
    hostname: 'h',
    keepOutput: false,
  }
  await account.runtime.start({ accountId: '999999999999', region: 'eu-west-1', ...stray })
  await account.restart()
  expect(account.runtime.running.map(({ taskId }) => taskId)).toEqual([account.tasks[0]?.id])
  await account.pass(5)
  expect((await describe(account, arn))?.lastStatus).toBe('RUNNING')
})

test('suspended for a stop, tasks run again at the next start as if nothing had been', async () => {
  const account = new FakeAccount()
  await account.registerWeb()
  const arn = await run(account)
  await account.pass(30)
  const before = await describe(account, arn)
  await account.turns.suspend()
  expect(account.runtime.containers.size).toBe(0)
  await account.restart()
  await account.turns.idle()
  expect(account.runtime.running).toHaveLength(1)
  await account.pass(5)
  const { version: _before, ...same } = before ?? {}
  expect(await describe(account, arn)).toMatchObject(same)
})

test('a reset ends what runs, and tasks that a snapshot brings are not taken for running ones', async () => {
  const account = new FakeAccount()
  await account.registerWeb()
  await account.createWeb()
  await account.pass(40)
  const { accountId } = account.context
  const snapshot = structuredClone(account.store.exportAccount(accountId))
  const before = account.tasks.map(({ id }) => id)
  await account.turns.reset(accountId)
  expect(account.runtime.containers.size).toBe(0)
  account.store.replaceAccount(accountId, snapshot)
  await account.pass(40)
  expect(account.in('RUNNING')).toHaveLength(2)
  expect(account.tasks.some(({ id }) => before.includes(id))).toBe(false)
})

test('the same client token starts no second task', async () => {
  const account = new FakeAccount()
  await account.registerWeb()
  const first = await run(account, { clientToken: 'a' })
  expect(await run(account, { clientToken: 'a' })).toBe(first)
  expect(account.tasks).toHaveLength(1)
  await expect(run(account, { clientToken: 'a', count: 2 })).rejects.toThrow(
    'The client token was used before',
  )
})
