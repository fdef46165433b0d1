import { expect, test } from 'vitest'
import { awsError, fakeAccount } from '../fake-account.ts'
import { expectTaskRunning } from './expect-task-running.ts'

const ID = 'a'.repeat(32)
const tags = [{ key: 'slipway-lab', value: 'a-lab' }]
const running = {
  taskArn: `arn:aws:ecs:eu-west-1:123456789012:task/lab/${ID}`,
  lastStatus: 'RUNNING',
  desiredStatus: 'RUNNING',
  createdAt: new Date(10_000),
  attachments: [{ details: [{ name: 'networkInterfaceId', value: 'eni-1' }] }],
  tags,
}
const stopped = { ...running, lastStatus: 'STOPPED', desiredStatus: 'STOPPED', attachments: [] }
const open = [{ IpProtocol: 'tcp', FromPort: 8080, ToPort: 8080, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }]
const itself = [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-1' }] }]

function check(
  tasks: object[] | Error,
  { publicIp = '34.0.0.1', rules = open }: { publicIp?: string; rules?: object[] } = {},
) {
  const account = fakeAccount({
    ListTasks: () => (tasks instanceof Error ? tasks : { taskArns: tasks.length > 0 ? ['x'] : [] }),
    DescribeTasks: () => ({ tasks }),
    DescribeNetworkInterfaces: () => ({
      NetworkInterfaces: [
        {
          NetworkInterfaceId: 'eni-1',
          PrivateIpAddress: '172.31.0.9',
          Association: publicIp ? { PublicIp: publicIp } : undefined,
          Groups: [{ GroupId: 'sg-1' }],
        },
      ],
    }),
    DescribeSecurityGroups: () => ({
      SecurityGroups: [{ GroupId: 'sg-1', GroupName: 'default', IpPermissions: rules }],
    }),
  })
  return expectTaskRunning(account, {
    cluster: 'lab',
    family: 'web',
    ports: [8080],
    logGroup: '/ecs/web',
    lab: 'a-lab',
  })
}

const failed = (stoppedReason: string, containers: object[] = []) =>
  check([{ ...stopped, stopCode: 'TaskFailedToStart', stoppedReason, containers }])

test('running, open and with a public address', async () => {
  expect(await check([running])).toMatchObject({
    status: 'pass',
    outputs: { taskId: ID, networkInterfaceId: 'eni-1', publicIp: '34.0.0.1' },
    made: [{ type: 'ecs:task', id: running.taskArn }],
  })
})

test('a running task counts, though a younger one has failed', async () => {
  const younger = { ...stopped, createdAt: new Date(20_000), stoppedReason: 'CannotPullContainerError: no' }
  expect(await check([younger, running])).toMatchObject({ status: 'pass' })
})

test('no task, or no cluster', async () => {
  expect(await check([])).toMatchObject({ status: 'fail', reason: 'task-missing' })
  expect(await check(awsError('ClusterNotFoundException'))).toMatchObject({ reason: 'task-missing' })
})

test('without the tag, Reset would not find it', async () => {
  expect(await check([{ ...running, tags: [] }])).toMatchObject({
    reason: 'tag-missing',
    next: expect.stringContaining(`aws ecs tag-resource --resource-arn ${running.taskArn}`),
  })
})

test('on the way, with the state it is in', async () => {
  expect(await check([{ ...running, lastStatus: 'PENDING' }])).toMatchObject({
    status: 'waiting',
    observed: 'task aaaaaa is PENDING: its image is fetched and its containers are started',
  })
})

test('without a public address it is told so while it still tries to fetch its image', async () => {
  expect(await check([{ ...running, lastStatus: 'PENDING' }], { publicIp: '' })).toMatchObject({
    status: 'fail',
    reason: 'no-public-address',
  })
  // Before that, AWS may not have given it one yet.
  expect(await check([{ ...running, lastStatus: 'PROVISIONING' }], { publicIp: '' })).toMatchObject({
    status: 'waiting',
  })
})

test('behind a group that lets in only its own members', async () => {
  expect(await check([running], { rules: itself })).toMatchObject({
    reason: 'security-group-shut',
    observed: 'task aaaaaa stands behind sg-1: default lets in everything from sg-1',
  })
})

test.each([
  ['CannotPullContainerError: failed to resolve ref x/web:v1: not found', 'image-not-found'],
  ["CannotPullContainerError: does not contain descriptor matching platform 'linux/amd64'", 'image-platform'],
  ['ResourceInitializationError: unable to pull secrets or registry auth: i/o timeout', 'image-not-pulled'],
  ['ResourceInitializationError: failed to validate logger args: create stream', 'log-group-missing'],
  ['Essential container in task exited', 'container-exited'],
  ['Task stopped by user', 'task-stopped'],
])('stopped: %s', async (stoppedReason, reason) => {
  expect(await failed(stoppedReason)).toMatchObject({ status: 'fail', reason })
})

test('the exit code and the container’s own reason are told', async () => {
  const containers = [{ name: 'web', exitCode: 137, reason: 'OutOfMemoryError: Container killed' }]
  expect(await failed('Essential container in task exited', containers)).toMatchObject({
    observed:
      'task aaaaaa stopped: Essential container in task exited, exit code 137, OutOfMemoryError: Container killed',
  })
})
