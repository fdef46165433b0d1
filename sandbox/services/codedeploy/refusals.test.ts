import type { CreateDeploymentGroupInput, CreateDeploymentInput } from '@aws-sdk/client-codedeploy'
import { expect, test } from 'vitest'
import { createService } from '../ecs/operations/create-service.ts'
import { ecs } from '../ecs/store.ts'
import { createDeployment } from './operations/create-deployment.ts'
import { createDeploymentGroup } from './operations/create-deployment-group.ts'
import { listDeployments } from './operations/list-deployments.ts'
import { updateDeploymentGroup } from './operations/update-deployment-group.ts'
import { appSpec } from './testing/app-spec-text.ts'
import { FakeDeployments } from './testing/fake-deployments.ts'

async function opened(): Promise<FakeDeployments> {
  const account = new FakeDeployments()
  await account.open()
  const { networkConfiguration } = account.service
  await account.call(createService, {
    ...{ cluster: 'lab', serviceName: 'rolling', taskDefinition: 'web', desiredCount: 0 },
    ...{ launchType: 'FARGATE', networkConfiguration },
  })
  return account
}

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: Error) => `${error.name}: ${error.message}`,
  )

const pair = (account: FakeDeployments, change: object) => {
  const [before] = account.group().loadBalancerInfo?.targetGroupPairInfoList ?? []
  return { loadBalancerInfo: { targetGroupPairInfoList: [{ ...before, ...change }] } }
}

type GroupChange = (account: FakeDeployments) => Partial<CreateDeploymentGroupInput>
const groups: [what: string, change: GroupChange, answer: RegExp][] = [
  ['no role', () => ({ serviceRoleArn: undefined }), /^RoleRequiredException: Role ARN is required$/],
  [
    'a role that CodeDeploy cannot be',
    () => ({ serviceRoleArn: 'arn:aws:iam::111122223333:role/absent' }),
    /^InvalidRoleException: AWS CodeDeploy does not have the permissions required to assume the role/,
  ],
  [
    'a service that deploys itself',
    () => ({ ecsServices: [{ clusterName: 'lab', serviceName: 'rolling' }] }),
    /^InvalidECSServiceException: Deployment group's ECS service must be configured for a CODE_DEPLOY deployment controller\.$/,
  ],
  [
    'a service that is not there',
    () => ({ ecsServices: [{ clusterName: 'lab', serviceName: 'absent' }] }),
    /^InvalidECSServiceException: .*absent/,
  ],
  ['no target groups', () => ({ loadBalancerInfo: undefined }), /^InvalidLoadBalancerInfoException: /],
  [
    'one target group',
    account => pair(account, { targetGroups: [{ name: 'web' }] }),
    /^InvalidTargetGroupPairException: .*two different target groups$/,
  ],
  [
    'no production listener',
    account => pair(account, { prodTrafficRoute: { listenerArns: [] } }),
    /^InvalidTargetGroupPairException: .*production listener$/,
  ],
  [
    'the deployment style of instances',
    () => ({ deploymentStyle: { deploymentType: 'IN_PLACE', deploymentOption: 'WITH_TRAFFIC_CONTROL' } }),
    /^InvalidDeploymentStyleException: For ECS deployment, the deployment type must be BLUE_GREEN/,
  ],
  [
    'a wait of three days',
    () => ({
      blueGreenDeploymentConfiguration: {
        terminateBlueInstancesOnDeploymentSuccess: { terminationWaitTimeInMinutes: 2881 },
        deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT' },
      },
    }),
    /^InvalidBlueGreenDeploymentConfigurationException: .*2880$/,
  ],
  [
    'alarms switched on without any',
    () => ({ alarmConfiguration: { enabled: true } }),
    /^InvalidAlarmConfigException: /,
  ],
  [
    'a configuration that is not there',
    () => ({ deploymentConfigName: 'absent' }),
    /^DeploymentConfigDoesNotExistException: /,
  ],
]

test.each(groups)('a deployment group with %s is refused, made or changed', async (_what, change, answer) => {
  const account = await opened()
  const given = change(account)
  const input = { ...account.group(), deploymentGroupName: 'other', ...given }
  expect(await refusal(account.call(createDeploymentGroup, input))).toMatch(answer)
  // What is left out of a change stays.
  if (Object.values(given).some(value => value === undefined)) return
  const changed = { applicationName: 'web', currentDeploymentGroupName: 'web', ...given }
  expect(await refusal(account.call(updateDeploymentGroup, changed))).toMatch(answer)
})

const content = () => appSpec('web')
const revisions: [what: string, change: () => Partial<CreateDeploymentInput>, answer: RegExp][] = [
  ['no revision', () => ({ revision: undefined }), /^RevisionRequiredException: /],
  [
    'a revision of GitHub',
    () => ({ revision: { revisionType: 'GitHub', gitHubLocation: { repository: 'a/b', commitId: '1' } } }),
    /^InvalidRevisionException: For ECS deployment, the revisionType must be S3 or AppSpecContent$/,
  ],
  [
    'a zip in S3',
    () => ({ revision: { revisionType: 'S3', s3Location: { bucket: 'b', key: 'k', bundleType: 'zip' } } }),
    /^InvalidRevisionException: For ECS deployment, the bundleType must be YAML or JSON$/,
  ],
  [
    'another hash',
    () => ({
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content: content(), sha256: 'beef' } },
    }),
    /^InvalidRevisionException: The SHA256 hash/,
  ],
  [
    'an application that is not there',
    () => ({ applicationName: 'absent' }),
    /^ApplicationDoesNotExistException: No application found for name: absent$/,
  ],
  ['no group', () => ({ deploymentGroupName: undefined }), /^DeploymentGroupNameRequiredException: /],
]

test.each(revisions)('a deployment with %s is refused, and nothing begins', async (_what, change, answer) => {
  const account = await opened()
  const input: CreateDeploymentInput = {
    ...{ applicationName: 'web', deploymentGroupName: 'web' },
    revision: { revisionType: 'AppSpecContent', appSpecContent: { content: content() } },
    ...change(),
  }
  expect(await refusal(account.call(createDeployment, input))).toMatch(answer)
  expect(account.service.taskSets).toHaveLength(1)
})

test.each([
  [
    'a container that the task definition has not',
    (text: string) => text.replace('ContainerName: web', 'ContainerName: absent'),
    /^ECS_UPDATE_ERROR: The ECS service cannot be updated due to an unexpected error: The container absent does not exist in the task definition\. \(Service: AmazonECS;/,
  ],
  [
    'a task definition that is not there',
    (text: string) => text.replace(/TaskDefinition: ".*"/, 'TaskDefinition: "absent:1"'),
    /^ECS_UPDATE_ERROR: /,
  ],
  [
    'a hook whose function is not there',
    (text: string) => `${text}\nHooks:\n  - BeforeInstall: "absent"`,
    /^INVALID_LAMBDA_FUNCTION: .*absent/,
  ],
])('a deployment of %s fails, and the service stays as it was', async (_what, change, answer) => {
  const account = await opened()
  const { taskDefinition } = account.service
  const id = await account.deploy({ content: change(appSpec(await account.registerWeb())) })
  await account.passUntil(async () => (await account.deployment(id)).completeTime !== undefined)
  const { status, errorInformation } = await account.deployment(id)
  expect(`${status} ${errorInformation?.code}: ${errorInformation?.message}`).toMatch(
    new RegExp(`^Failed ${answer.source.slice(1)}`),
  )
  expect(ecs(account.scope).services.get('lab/web')).toMatchObject({ taskDefinition, status: 'ACTIVE' })
  expect(account.service.taskSets).toHaveLength(1)
})

test('deployments are listed of a group of an application, or of the account', async () => {
  const account = await opened()
  const applicationName = account.group().applicationName
  expect(await refusal(account.call(listDeployments, { applicationName }))).toBe(
    'DeploymentGroupNameRequiredException: Deployment Group name is required',
  )
  expect(await refusal(account.call(listDeployments, { deploymentGroupName: 'web' }))).toBe(
    'ApplicationNameRequiredException: Application name is required',
  )
  expect(await account.call(listDeployments, {})).toEqual({ deployments: [] })
})
