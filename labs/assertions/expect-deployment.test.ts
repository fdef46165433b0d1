import { expect, test } from 'vitest'
import { awsError, fakeAccount, type Answers } from '../fake-account.ts'
import { expectDeploymentReady, failedDeployment } from './expect-deployment.ts'

const expected = {
  ...{ application: 'shop', group: 'shop', target: 'shop:shop' },
  ...{ image: '/uploads:2', container: 'app', port: 8080 },
}
const ARN = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/shop:2'
const content = `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: "${ARN}"
`

interface Given {
  deployments?: object[]
  image?: string
  events?: object[]
}

function world({ deployments = [], image = 'registry/uploads:2', events = [] }: Given) {
  const infos = deployments.map((deployment, index) => ({
    ...{ deploymentId: `d-${index}`, createTime: new Date(index), creator: 'user' },
    revision: { appSpecContent: { content } },
    ...deployment,
  }))
  const answers: Answers = {
    ListDeployments: () => ({ deployments: infos.map(({ deploymentId }) => deploymentId) }),
    BatchGetDeployments: () => ({ deploymentsInfo: infos }),
    DescribeTaskDefinition: ({ taskDefinition }: { taskDefinition: string }) =>
      taskDefinition === ARN
        ? { taskDefinition: { containerDefinitions: [{ name: 'app', image }] } }
        : awsError('ClientException'),
    GetDeploymentTarget: () => ({ deploymentTarget: { ecsTarget: { lifecycleEvents: events } } }),
  }
  return fakeAccount(answers)
}

const verdict = (given: Given) => expectDeploymentReady(world(given), expected)

test.each<[string, Given, object]>([
  [
    'without a deployment it says that UpdateService does not do it',
    {},
    { status: 'fail', reason: 'deployment-missing' },
  ],
  [
    'what ECS comes back to is none that somebody started',
    { deployments: [{ status: 'Succeeded', creator: 'codeDeployRollback' }] },
    { reason: 'deployment-missing' },
  ],
  [
    'the newest counts',
    { deployments: [{ status: 'Failed', errorInformation: { message: 'x' } }, { status: 'Ready' }] },
    { status: 'pass', outputs: { deploymentId: 'd-1' } },
  ],
  [
    'while green comes up it waits',
    {
      deployments: [{ status: 'InProgress' }],
      events: [
        { lifecycleEventName: 'Install', status: 'InProgress' },
        { lifecycleEventName: 'AllowTraffic', status: 'Pending' },
      ],
    },
    { status: 'waiting', observed: expect.stringContaining('at Install') as string },
  ],
  [
    'beyond the approval it passes',
    {
      deployments: [{ status: 'InProgress' }],
      events: [{ lifecycleEventName: 'AllowTraffic', status: 'InProgress' }],
    },
    { status: 'pass' },
  ],
  [
    'another version is stopped and corrected',
    { deployments: [{ status: 'InProgress' }], image: 'registry/uploads:1' },
    {
      reason: 'app-spec-task-definition',
      next: expect.stringContaining(
        '`aws deploy stop-deployment --deployment-id d-0 --auto-rollback-enabled`',
      ) as string,
    },
  ],
])('%s', async (_, given, said) => {
  expect(await verdict(given)).toMatchObject(said)
})

test('an application that is not there has no deployments', async () => {
  const account = fakeAccount({ ListDeployments: () => awsError('ApplicationDoesNotExistException') })
  expect(await expectDeploymentReady(account, expected)).toMatchObject({ reason: 'deployment-missing' })
})

test.each([
  [
    'ECS_UPDATE_ERROR',
    'The ECS service cannot be updated due to an unexpected error: The container shop does not exist in the task definition. (Service: AmazonECS)',
    'app-spec-container',
  ],
  ['ECS_UPDATE_ERROR', 'The container app did not have a container port 80 defined.', 'app-spec-port'],
  ['INVALID_REVISION', 'The AppSpec file is neither JSON nor YAML', 'app-spec-invalid'],
  ['TIMEOUT', 'The deployment timed out', 'deployment-failed'],
])('of %s, %s, it names the cause', (code, message, reason) => {
  const failed = failedDeployment(
    { deploymentId: 'd-1', status: 'Failed', errorInformation: { code: code as 'TIMEOUT', message } },
    expected,
  )
  expect(failed).toMatchObject({ reason, observed: expect.stringContaining(message) as string })
})

test('what was stopped says so, and what goes on has not failed', () => {
  expect(failedDeployment({ deploymentId: 'd-1', status: 'Stopped' }, expected)).toMatchObject({
    reason: 'deployment-stopped',
  })
  expect(failedDeployment({ status: 'InProgress' }, expected)).toBeUndefined()
})
