import type {
  DeploymentInfo,
  ECSTarget,
  LifecycleEvent,
  LifecycleEventStatus,
} from '@aws-sdk/client-codedeploy'
import { expect, it } from 'vitest'
import { type CodeDeployReading, presentCodeDeploy } from './present-code-deploy.ts'

const MINUTE = 60_000
const BEGUN = Date.UTC(2026, 9, 1, 14)
const NAMES = [
  'BeforeInstall',
  'Install',
  'AfterInstall',
  'AllowTestTraffic',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AllowTraffic',
  'AfterAllowTraffic',
]
const APP_SPEC = `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: "arn:aws:ecs:eu-west-1:1:task-definition/web:2"
        LoadBalancerInfo: { ContainerName: web, ContainerPort: 8080 }
Hooks:
  - AfterAllowTestTraffic: "arn:aws:lambda:eu-west-1:1:function:smoke"
`

/** The events as GetDeploymentTarget lists them when the first `done` have succeeded, each after 10 s. */
function events(done: number, next: LifecycleEventStatus = 'Pending', after = next): LifecycleEvent[] {
  return NAMES.map((lifecycleEventName, n) => ({
    lifecycleEventName,
    status: n < done ? 'Succeeded' : n === done ? next : after === 'InProgress' ? 'Pending' : after,
    ...(n <= done && { startTime: new Date(BEGUN + n * 10_000) }),
    ...(n < done && { endTime: new Date(BEGUN + (n + 1) * 10_000) }),
  }))
}

const taskSets = (green: number): ECSTarget['taskSetsInfo'] => [
  {
    ...{ identifer: 'ecs-svc/2', desiredCount: 2, pendingCount: 1, runningCount: 1, trafficWeight: green },
    ...{
      status: green === 100 ? 'PRIMARY' : 'ACTIVE',
      taskSetLabel: 'Green',
      targetGroup: { name: 'green' },
    },
  },
  {
    ...{
      identifer: 'ecs-svc/1',
      desiredCount: 2,
      pendingCount: 0,
      runningCount: 2,
      trafficWeight: 100 - green,
    },
    ...{ status: green === 100 ? 'ACTIVE' : 'PRIMARY', taskSetLabel: 'Blue', targetGroup: { name: 'blue' } },
  },
]

function reading(
  info: Partial<DeploymentInfo>,
  lifecycleEvents: LifecycleEvent[],
  more: Partial<CodeDeployReading> & { green?: number } = {},
): CodeDeployReading {
  const { green = 0, ...others } = more
  return {
    info: {
      ...{ deploymentId: 'd-4XK29QT7F', computePlatform: 'ECS', status: 'InProgress', creator: 'user' },
      ...{ createTime: new Date(BEGUN), startTime: new Date(BEGUN) },
      deploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent5Minutes',
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content: APP_SPEC } },
      blueGreenDeploymentConfiguration: {
        deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 10 },
        terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 5 },
      },
      ...info,
    },
    target: { lifecycleEvents, taskSetsInfo: taskSets(green) },
    routing: {
      type: 'TimeBasedCanary',
      timeBasedCanary: { canaryPercentage: 10, canaryInterval: 5 },
    },
    alarms: [],
    cluster: 'lab',
    service: {
      serviceName: 'web',
      taskSets: [{ id: 'ecs-svc/1', taskDefinition: 'arn:aws:ecs:eu-west-1:1:task-definition/web:1' }],
    },
    ...others,
  }
}

/** Twenty seconds after the eighth event could have ended, at ten times AWS's speed. */
const NOW = BEGUN + 100_000
const present = (from: CodeDeployReading) => presentCodeDeploy(from, [{ at: 0, scale: 10 }], NOW)
const kinds = (from: CodeDeployReading) => present(from).actions.map(({ kind }) => kind)

it('shows each lifecycle event with its state, its times and its hook', () => {
  const { stages } = present(reading({}, events(4, 'InProgress')))
  expect(stages.map(({ name, status }) => `${name} ${status}`)).toEqual([
    ...NAMES.slice(0, 4).map(name => `${name} done`),
    'AfterAllowTestTraffic running',
    ...NAMES.slice(5).map(name => `${name} todo`),
  ])
  expect(stages[1]).toMatchObject({ startedAt: BEGUN + 10_000, endedAt: BEGUN + 20_000, hooks: [] })
  expect(stages[4]).toMatchObject({ endedAt: null, hooks: [{ name: 'smoke', status: 'InProgress' }] })
})

it('has blue first, with what each runs and gets; what the AppSpec says where ECS says nothing yet', () => {
  const { versions } = present(reading({}, events(6, 'InProgress'), { green: 10 }))
  expect(versions).toMatchObject([
    { role: 'blue', taskDefinition: 'web:1', targetGroup: 'blue', running: 2, weight: 90, testWeight: 0 },
    { role: 'green', taskDefinition: 'web:2', running: 1, pending: 1, weight: 10, testWeight: 100 },
  ])
  const [blue] = present(reading({}, events(1, 'InProgress'))).versions
  expect(blue).toMatchObject({ weight: 100, testWeight: 100 })
  const untested = events(2).filter(({ lifecycleEventName }) => !lifecycleEventName?.includes('Test'))
  expect(present(reading({}, untested)).versions[1]?.testWeight).toBeNull()
})

it('Ready waits for somebody, until it is stopped', () => {
  const from = reading({ status: 'Ready' }, events(5))
  expect(present(from)).toMatchObject({
    phase: 'waiting',
    // Ten minutes after the fifth event, of which one passes in six seconds.
    wait: {
      kind: 'ready',
      since: BEGUN + 50_000,
      endsAt: BEGUN + 50_000 + MINUTE,
      minutes: 10,
      then: 'stop',
    },
  })
  expect(present(from).stages[5]?.status).toBe('waiting')
  expect(kinds(from)).toEqual(['continue-ready', 'stop-and-roll-back', 'stop'])
})

it('a canary waits for its interval, then all moves', () => {
  const from = reading({}, events(6, 'InProgress'), { green: 10 })
  expect(present(from).wait).toEqual({
    ...{ kind: 'shift', since: BEGUN + 60_000, endsAt: BEGUN + 60_000 + MINUTE / 2, minutes: 5 },
    ...{ then: 'shift', nextWeight: 100 },
  })
  expect(kinds(from)).toEqual(['stop-and-roll-back', 'stop'])
})

it.each([
  [10, 1, 20],
  [50, 5, 60],
  [90, 9, 100],
])('linear, with %s % moved: the next step is %s min after the first, to %s %', (green, minutes, next) => {
  const routing = {
    type: 'TimeBasedLinear' as const,
    timeBasedLinear: { linearPercentage: 10, linearInterval: 1 },
  }
  expect(present(reading({}, events(6, 'InProgress'), { green, routing })).wait).toMatchObject({
    ...{ kind: 'shift', minutes, nextWeight: next },
  })
})

it('no wait is shown before the first shift, nor when all moves at once', () => {
  const at = (green: number) =>
    present(reading({}, events(6, 'InProgress'), { green, routing: { type: 'AllAtOnce' } })).wait
  expect(at(0)).toBeNull()
  expect(at(100)).toBeNull()
})

it.each(['InProgress', 'Baking'] as const)(
  '%s, with all events over, it waits for the end of blue',
  status => {
    const from = reading({ status }, events(8), { green: 100 })
    expect(present(from)).toMatchObject({
      phase: 'waiting',
      wait: {
        kind: 'termination',
        since: BEGUN + 80_000,
        endsAt: BEGUN + 80_000 + MINUTE / 2,
        then: 'end-blue',
      },
    })
    expect(kinds(from)).toEqual(['continue-termination', 'stop-and-roll-back', 'stop'])
  },
)

it('while blue ends there is nothing to continue', () => {
  const from = reading({}, events(8), { green: 100 })
  const blue = from.target?.taskSetsInfo?.[1]
  if (blue) blue.status = 'DRAINING'
  expect(present(from)).toMatchObject({ phase: 'running', wait: null, actions: [] })
})

it('a failed one says why in AWS’s words, which alarm it was, and what takes it back', () => {
  const message =
    'One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the affected deployments have been stopped. Activated alarms: web-5xx'
  const from = reading(
    {
      ...{ status: 'Stopped', completeTime: new Date(BEGUN + 90_000) },
      errorInformation: { code: 'ALARM_ACTIVE', message },
      rollbackInfo: { rollbackDeploymentId: 'd-ROLLBACK1' },
    },
    events(6, 'Failed', 'Skipped'),
    { alarms: ['web-5xx', 'web-slow'] },
  )
  expect(present(from)).toMatchObject({
    ...{ phase: 'stopped', endedAt: BEGUN + 90_000, error: { code: 'ALARM_ACTIVE', message } },
    ...{ rolledBackBy: 'd-ROLLBACK1', rollbackOf: null, wait: null, actions: [] },
    alarms: [
      { name: 'web-5xx', triggered: true },
      { name: 'web-slow', triggered: false },
    ],
  })
  expect(
    present(from)
      .stages.slice(6)
      .map(({ status }) => status),
  ).toEqual(['failed', 'skipped'])
})

it('a rollback names what it takes back, and can only be stopped', () => {
  const from = reading(
    { creator: 'codeDeployRollback', rollbackInfo: { rollbackTriggeringDeploymentId: 'd-4XK29QT7F' } },
    events(6, 'InProgress'),
  )
  expect(present(from)).toMatchObject({ phase: 'rolling-back', rollbackOf: 'd-4XK29QT7F', wait: null })
  expect(kinds(from)).toEqual(['stop'])
  expect(present(from).versions.map(({ role, targetGroup }) => `${role} ${targetGroup}`)).toEqual([
    'blue green',
    'green blue',
  ])
})

it('shows a deployment that has not begun', () => {
  const from = { ...reading({ status: 'Created' }, []), target: undefined }
  expect(present(from)).toMatchObject({ phase: 'running', stages: [], versions: [], wait: null })
})

it.each([
  ['YAML with a bare value', 'Hooks:\n  - BeforeInstall: check\n', 'check'],
  ['JSON', '{"Hooks":[{"BeforeInstall":"check"}]}', 'check'],
  ['another event of the same ending', 'Hooks:\n  - XBeforeInstall: check\n', undefined],
])('reads hooks from %s', (_what, content, hook) => {
  const from = reading(
    { revision: { revisionType: 'AppSpecContent', appSpecContent: { content } } },
    events(0),
  )
  expect(present(from).stages[0]?.hooks[0]?.name).toBe(hook)
})
