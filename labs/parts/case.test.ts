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
  expect(await open({ status: 'INACTIVE' })).toMatchObject({ status: 'fail', reason: 'case-not-open' })
  expect(await open({ tags: [] })).toMatchObject({ status: 'fail', reason: 'tag-missing' })
})

test('the script runs in the learner’s own shell, which knows the account', () => {
  const context = { accountId: '1', region: 'eu-west-1', images: 'public.ecr.aws/slipway', out: {} }
  expect(openCase(context)).toEqual(['(IMAGES=public.ecr.aws/slipway REGION=eu-west-1; . ./case.sh)'])
})
