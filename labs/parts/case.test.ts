import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { fakeAccount } from '../fake-account.ts'
import { expectCaseOpen, expectRepaired, openCase } from './case.ts'

const service = {
  ...{ serviceArn: 'arn', serviceName: 'mill', status: 'ACTIVE', desiredCount: 2, runningCount: 0 },
  tags: [{ key: 'slipway-lab', value: 'a-lab' }],
  taskDefinition: 'mill:1',
  deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', runningCount: 0, rolloutState: 'IN_PROGRESS' }],
  events: [{ message: '(service mill) was unable to place a task.' }],
}
const wanted = {
  ...{ cluster: 'mill', service: 'mill', container: 'web', port: 8080, healthCheckPath: '/health' },
  ...{ securityGroupId: '', tasks: 2, anyNetwork: true, lab: 'a-lab' },
}

function account(stoppedReason: string | undefined, change: object = {}) {
  const stopped = {
    ...{ taskArn: 'task/1', startedBy: 'ecs-svc/1', lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart' },
    stoppedReason,
  }
  return fakeAccount({
    DescribeServices: () => ({ services: [{ ...service, ...change }] }),
    DescribeStacks: () => ({ Stacks: [{ StackId: 'stack', StackStatus: 'CREATE_IN_PROGRESS' }] }),
    DescribeTaskDefinition: () => ({
      taskDefinition: { containerDefinitions: [{ name: 'web', image: 'x/web:1' }] },
    }),
    ListTasks: ({ desiredStatus }: { desiredStatus: string }) => ({
      taskArns: desiredStatus === 'STOPPED' && stoppedReason ? ['task/1'] : [],
    }),
    DescribeTasks: () => ({ tasks: [stopped] }),
  })
}

const repaired = (reason: string | undefined, change?: object) =>
  expectRepaired(account(reason, change), {
    service: wanted,
    hidden: ['aws-not-reached'],
    look: 'Look there.',
  })

test('of the fault that is to be found it says what shows, and not what it is', async () => {
  const reason =
    'ResourceInitializationError: failed to validate logger args: There is a connection issue between the task and Amazon CloudWatch.'
  expect(await repaired(reason)).toEqual({
    ...{ status: 'fail', reason: 'still-broken', title: 'It is still broken', next: 'Look there.' },
    expected: '2 tasks of mill that stay up',
    observed: `a task stopped: ${reason}`,
  })
})

test('what shows of before a repair is waited out', async () => {
  const reason =
    'ResourceInitializationError: There is a connection issue between the task and Amazon CloudWatch.'
  const verdict = (mended: boolean) =>
    expectRepaired(account(reason), {
      ...{ service: wanted, hidden: ['aws-not-reached'], look: 'Look there.' },
      mended: () => Promise.resolve(mended),
    })
  expect(await verdict(true)).toMatchObject({ status: 'waiting', reason: 'tries-again' })
  expect(await verdict(false)).toMatchObject({ status: 'fail', reason: 'still-broken' })
})

test('another fault it names with its cause', async () => {
  const reason = 'CannotPullContainerError: failed to resolve ref x/web:9: not found'
  expect(await repaired(reason)).toMatchObject({ status: 'fail', reason: 'image-not-found' })
  const denied =
    'ResourceInitializationError: unable to pull secrets or registry auth: User: arn:aws:sts::1:assumed-role/a/b is not authorized to perform: ssm:GetParameters'
  expect(await repaired(denied)).toMatchObject({ status: 'fail', reason: 'execution-role-denied' })
})

test('tasks that come up are waited for, and two that run are enough without a load balancer', async () => {
  expect(await repaired(undefined)).toMatchObject({ status: 'waiting' })
  const deployments = [{ ...service.deployments[0], runningCount: 2, rolloutState: 'COMPLETED' }]
  expect(await repaired(undefined, { runningCount: 2, deployments })).toMatchObject({ status: 'pass' })
})

test('a case is open when its service is there, with the tag that Reset goes by', async () => {
  const open = (change: object) => expectCaseOpen(account(undefined, change), { name: 'mill', lab: 'a-lab' })
  expect(await open({})).toMatchObject({ status: 'pass', outputs: { serviceArn: 'arn' } })
  expect(await open({ tags: [] })).toMatchObject({ status: 'fail', reason: 'tag-missing' })
})

test('while CloudFormation makes it, it is waited for; a stack that stands without its service is said', async () => {
  const open = (Stacks: object[]) =>
    expectCaseOpen(
      fakeAccount({ DescribeServices: () => ({ services: [] }), DescribeStacks: () => ({ Stacks }) }),
      { name: 'mill', lab: 'a-lab' },
    )
  expect(await open([{ StackStatus: 'CREATE_IN_PROGRESS' }])).toMatchObject({
    ...{ status: 'waiting', observed: 'the stack mill is CREATE_IN_PROGRESS' },
  })
  expect(await open([{ StackStatus: 'CREATE_FAILED' }])).toMatchObject({
    ...{ status: 'fail', reason: 'case-not-open' },
    observed: 'no active service of that name, and the stack mill is CREATE_FAILED',
  })
  expect(await open([])).toMatchObject({ status: 'fail', observed: 'no active service of that name' })
})

test('the ledger gets the stack and the service', async () => {
  const verdict = await expectCaseOpen(account(undefined), { name: 'mill', lab: 'a-lab' })
  expect(verdict).toMatchObject({
    made: [
      { type: 'cloudformation:stack', id: 'stack' },
      { type: 'ecs:service', id: 'arn' },
    ],
  })
})

test('the command is one that a shell reads as it is meant, with the lab’s tag', () => {
  const command = openCase({ images: 'public.ecr.aws/slipway' }, { name: 'mill', lab: 'a-lab' })
  const stub = 'aws() { [ "$1" = ec2 ] && printf "subnet-a\\tsubnet-b" || printf "%s\\n" "$@"; }'
  const words = execFileSync('sh', ['-c', `${stub}\n${command}`], { encoding: 'utf8' }).split('\n')
  expect(words).toEqual(
    expect.arrayContaining([
      ...['ParameterKey=Images,ParameterValue=public.ecr.aws/slipway', 'Key=slipway-lab,Value=a-lab'],
      "ParameterKey=Subnets,ParameterValue='subnet-a,subnet-b'",
    ]),
  )
})
