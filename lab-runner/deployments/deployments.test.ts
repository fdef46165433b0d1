import { awsError, fakeAccount, type Answers } from '@slipway/labs/fake-account.ts'
import { expect, it } from 'vitest'
import type { DeploymentRequest } from '../contract.ts'
import type { Session } from '../sessions/session.entity.ts'
import { createDeployments } from './deployments.ts'

const session = { id: 's', learnerId: 'l', accountId: '123456789012' } as Session
const READY = ['d-A', 'd-B', 'd-LAMBDA', 'd-OTHER']
const arn = 'arn:aws:ecs:eu-west-1:1:service-deployment/lab/api/one'

const info = (deploymentId: string) => ({
  ...{ deploymentId, applicationName: 'web', deploymentGroupName: 'web', status: 'Ready', creator: 'user' },
  computePlatform: deploymentId === 'd-LAMBDA' ? 'Lambda' : 'ECS',
  deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
  createTime: new Date(deploymentId === 'd-B' ? 2000 : 1000),
  ...(deploymentId === 'd-A' && { status: 'Succeeded', completeTime: new Date(5000) }),
})

/** One service of CodeDeploy's with two deployments, one of which has ended, and one service of ECS's own. */
const answers: Answers = {
  ListDeployments: () => ({ deployments: READY }),
  BatchGetDeployments: ({ deploymentIds }: { deploymentIds: string[] }) => ({
    deploymentsInfo: deploymentIds.map(info),
  }),
  ListDeploymentTargets: ({ deploymentId }: { deploymentId: string }) => ({
    targetIds: [deploymentId === 'd-OTHER' ? 'lab:theirs' : 'lab:web'],
  }),
  GetDeploymentTarget: () => ({ deploymentTarget: { ecsTarget: { lifecycleEvents: [], taskSetsInfo: [] } } }),
  GetDeploymentConfig: () => ({ deploymentConfigInfo: { trafficRoutingConfig: { type: 'AllAtOnce' } } }),
  GetDeploymentGroup: () => ({ deploymentGroupInfo: {} }),
  ListServiceDeployments: () => ({ serviceDeployments: [{ serviceDeploymentArn: arn }] }),
  DescribeServiceDeployments: () => ({
    serviceDeployments: [
      {
        ...{ serviceDeploymentArn: arn, status: 'IN_PROGRESS', createdAt: new Date(500) },
        targetServiceRevision: { arn: 'revision' },
      },
    ],
  }),
  DescribeServiceRevisions: () => ({ serviceRevisions: [] }),
  ContinueDeployment: () => ({}),
  StopDeployment: () => ({}),
}

function open(changed: Answers = {}) {
  const lab = fakeAccount({ ...answers, ...changed })
  const services = [
    {
      cluster: 'lab',
      service: { serviceName: 'web', deploymentController: { type: 'CODE_DEPLOY' as const } },
    },
    { cluster: 'lab', service: { serviceName: 'api' } },
  ]
  const deployments = createDeployments({
    accounts: { ready: () => Promise.resolve({ lab, target: 'practice', timeScale: 10 }) } as never,
    maps: { reading: () => Promise.resolve({ services }) } as never,
  })
  const act = (request: Partial<DeploymentRequest>) =>
    deployments.act(session, { deployment: 'd-B', action: 'continue-ready', ...request })
  return { deployments, act, sent: lab.sent, names: () => lab.sent.map(({ name }) => name) }
}

it('shows the deployments of the lab’s services, newest first, and nobody else’s', async () => {
  const { deployments } = open()
  const read = await deployments.read(session)
  expect(read).toMatchObject({ timeScale: 10, problem: null })
  expect(read.deployments.map(({ name, service }) => `${name} ${service}`)).toEqual([
    'd-B web',
    'd-A web',
    'one api',
  ])
})

it('asks once for all who ask at the same time, and not again for what has ended', async () => {
  const { deployments, act, sent, names } = open()
  await Promise.all([deployments.read(session), deployments.read(session)])
  expect(names().filter(name => name === 'ListDeployments')).toHaveLength(1)
  sent.length = 0
  await act({})
  expect(names().sort()).toEqual([
    'BatchGetDeployments',
    'ContinueDeployment',
    'DescribeServiceDeployments',
    'GetDeploymentTarget',
    'ListDeployments',
    'ListServiceDeployments',
  ])
  const asked = sent.find(({ name }) => name === 'BatchGetDeployments')?.input['deploymentIds']
  expect(asked).toEqual(['d-B'])
})

it('a button that is pressed twice acts once', async () => {
  const { act, names } = open()
  const said = await Promise.all([act({}), act({})])
  expect(said).toEqual(['Continued: traffic moves now.', 'Continued: traffic moves now.'])
  expect(names().filter(name => name === 'ContinueDeployment')).toHaveLength(1)
})

it('stops with or without a rollback, as it was asked', async () => {
  const { act, sent } = open()
  await act({ action: 'stop' })
  await act({ action: 'stop-and-roll-back' })
  expect(sent.filter(({ name }) => name === 'StopDeployment').map(({ input }) => input)).toEqual([
    { deploymentId: 'd-B', autoRollbackEnabled: false },
    { deploymentId: 'd-B', autoRollbackEnabled: true },
  ])
})

it.each([
  ['what has ended', { deployment: 'd-A' }, 'not-now'],
  ['a wait that it is not in', { action: 'continue-termination' }, 'not-now'],
  ['a hook that is not there', { action: 'approve', hookId: 'h' }, 'not-now'],
  ['another service’s deployment', { deployment: 'd-OTHER' }, 'unknown-deployment'],
] as const)('sends nothing for %s', async (_what, request, code) => {
  const { act, names } = open()
  await expect(act(request)).rejects.toMatchObject({ code })
  expect(names().filter(name => /^(?:Continue|Stop)/.test(name))).toEqual([])
})

it('says AWS’s own words when it refuses, and what to do', async () => {
  const refusal = awsError('DeploymentIsNotInReadyStateException', 'The deployment d-B is not waiting')
  const { act } = open({ ContinueDeployment: () => refusal })
  await expect(act({})).rejects.toMatchObject({
    code: 'aws-refused',
    message: 'AWS answers DeploymentIsNotInReadyStateException: The deployment d-B is not waiting',
    next: 'It has gone on meanwhile. Look at where it is now.',
  })
})

it('a refused press can be made again', async () => {
  let refused = 0
  const { act } = open({
    ContinueDeployment: () => (refused++ === 0 ? awsError('ThrottlingException', 'Rate exceeded') : {}),
  })
  await expect(act({})).rejects.toMatchObject({ message: 'AWS answers ThrottlingException: Rate exceeded' })
  await expect(act({})).resolves.toBe('Continued: traffic moves now.')
})

it('shows what it may read, and says what it may not', async () => {
  const { deployments } = open({
    ListDeployments: () =>
      awsError(
        'AccessDeniedException',
        'User: arn:aws:iam::123456789012:user/l is not authorized to perform: codedeploy:ListDeployments on resource: *',
      ),
  })
  const read = await deployments.read(session)
  expect(read.deployments.map(({ name }) => name)).toEqual(['one'])
  expect(read.problem).toMatchObject({ code: 'access-denied' })
  expect(read.problem?.message).toContain('codedeploy:ListDeployments')
})

it('asked to slow down, it keeps what it knows and asks no more for a while', async () => {
  let calls = 0
  const { deployments, names } = open({
    ListDeployments: () => (calls++ === 0 ? { deployments: READY } : awsError('ThrottlingException')),
  })
  await deployments.read(session)
  await expect
    .poll(async () => (await deployments.read(session)).problem?.code, { timeout: 5000 })
    .toBe('aws-busy')
  const before = names().length
  const read = await deployments.read(session)
  expect(read.deployments.map(({ name }) => name)).toEqual(['d-B', 'd-A', 'one'])
  expect(names()).toHaveLength(before)
})
