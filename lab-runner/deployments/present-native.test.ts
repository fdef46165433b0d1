import type { ServiceDeployment } from '@aws-sdk/client-ecs'
import { expect, it } from 'vitest'
import { type NativeReading, presentNative } from './present-native.ts'

const MINUTE = 60_000
const BEGUN = Date.UTC(2026, 9, 1, 14)
const revision = (n: number) => `arn:aws:ecs:eu-west-1:1:service-revision/lab/web/${n}`

const counts = (running: number, weight: number, test: number) => ({
  ...{ requestedTaskCount: 2, runningTaskCount: running, pendingTaskCount: 0 },
  ...{ requestedProductionTrafficWeight: weight, requestedTestTrafficWeight: test },
})

/** A canary deployment as DescribeServiceDeployments shows it. */
function reading(changed: Partial<ServiceDeployment> = {}, green = 0): NativeReading {
  return {
    cluster: 'lab',
    service: { serviceName: 'web', loadBalancers: [{ targetGroupArn: 'blue' }] },
    taskDefinitions: new Map([
      [revision(1), 'web:1'],
      [revision(2), 'web:2'],
    ]),
    stageSince: BEGUN,
    forwardStage: 'PRODUCTION_TRAFFIC_SHIFT',
    deployment: {
      serviceDeploymentArn: 'arn:aws:ecs:eu-west-1:1:service-deployment/lab/web/oo2Zl9CtQhlbtGt5zYtFB',
      ...{ status: 'IN_PROGRESS', lifecycleStage: 'PRODUCTION_TRAFFIC_SHIFT', createdAt: new Date(BEGUN) },
      sourceServiceRevisions: [{ arn: revision(1), ...counts(2, 100 - green, 0) }],
      targetServiceRevision: { arn: revision(2), ...counts(2, green, 100) },
      deploymentConfiguration: {
        ...{ strategy: 'CANARY', bakeTimeInMinutes: 10 },
        canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: 20 },
        lifecycleHooks: [
          {
            ...{ targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] },
            timeoutConfiguration: { timeoutInMinutes: 60, action: 'ROLLBACK' },
          },
          {
            ...{ targetType: 'AWS_LAMBDA', lifecycleStages: ['POST_SCALE_UP'] },
            hookTargetArn: 'arn:aws:lambda:eu-west-1:1:function:smoke',
          },
        ],
      },
      ...changed,
    },
  }
}

const present = (from: NativeReading) => presentNative(from, [{ at: 0, scale: 10 }], BEGUN + 10_000)
const stages = (from: NativeReading) => present(from).stages.map(({ name, status }) => `${name} ${status}`)
const kinds = (from: NativeReading) => present(from).actions.map(({ kind }) => kind)

it('shows the stages before and after the one it is at, and which have hooks', () => {
  const from = reading({ lifecycleStage: 'POST_SCALE_UP' })
  expect(stages(from)).toEqual([
    'PRE_SCALE_UP done',
    'SCALE_UP done',
    'POST_SCALE_UP running',
    'TEST_TRAFFIC_SHIFT todo',
    'POST_TEST_TRAFFIC_SHIFT todo',
    'PRODUCTION_TRAFFIC_SHIFT todo',
    'POST_PRODUCTION_TRAFFIC_SHIFT todo',
    'BAKE_TIME todo',
    'CLEAN_UP todo',
  ])
  expect(
    present(from).stages.flatMap(({ name, hooks }) => hooks.map(hook => `${name} ${hook.name}`)),
  ).toEqual(['POST_SCALE_UP smoke', 'POST_TEST_TRAFFIC_SHIFT PAUSE'])
})

it('reconciles first, where ECS says so', () => {
  expect(stages(reading({ lifecycleStage: 'RECONCILE_SERVICE' })).slice(0, 2)).toEqual([
    'RECONCILE_SERVICE running',
    'PRE_SCALE_UP todo',
  ])
})

it('has both revisions with their tasks and their shares of production and test', () => {
  const from = present(reading({}, 5))
  expect(from).toMatchObject({
    ...{ name: 'oo2Zl9CtQhlbtGt5zYtFB', engine: 'ECS', method: 'CANARY, 5 % for 20 min', phase: 'waiting' },
    versions: [
      { role: 'blue', taskDefinition: 'web:1', running: 2, weight: 95, testWeight: 0 },
      { role: 'green', taskDefinition: 'web:2', running: 2, weight: 5, testWeight: 100 },
    ],
  })
  expect(from.wait).toMatchObject({ kind: 'shift', endsAt: BEGUN + 2 * MINUTE, minutes: 20, nextWeight: 100 })
})

it('a linear one waits for its next step', () => {
  const deploymentConfiguration = {
    ...{ strategy: 'LINEAR' as const },
    linearConfiguration: { stepPercent: 25, stepBakeTimeInMinutes: 1 },
  }
  expect(present(reading({ deploymentConfiguration }, 50)).wait).toMatchObject({
    ...{ kind: 'shift', endsAt: BEGUN + MINUTE / 10, nextWeight: 75 },
  })
})

it('bakes for the time that the service says, and then ends blue', () => {
  const from = reading({ lifecycleStage: 'BAKE_TIME' }, 100)
  expect(present(from).wait).toMatchObject({ kind: 'bake', endsAt: BEGUN + MINUTE, then: 'end-blue' })
  expect(stages(from).slice(-2)).toEqual(['BAKE_TIME waiting', 'CLEAN_UP todo'])
})

it('a PAUSE hook waits for approval until it expires; its id goes with both answers', () => {
  const from = reading({
    lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT',
    lifecycleHookDetails: [
      {
        ...{ hookId: 'hook-1', targetType: 'PAUSE', status: 'AWAITING_ACTION', timeoutAction: 'ROLLBACK' },
        expiresAt: new Date(BEGUN + 6 * MINUTE),
      },
    ],
  })
  expect(present(from).wait).toMatchObject({
    ...{ kind: 'pause', endsAt: BEGUN + 6 * MINUTE, minutes: 60, then: 'roll-back' },
  })
  expect(present(from).stages[4]).toMatchObject({
    ...{ status: 'waiting', hooks: [{ name: 'PAUSE', status: 'AWAITING_ACTION' }] },
  })
  expect(present(from).actions).toEqual([
    { kind: 'approve', hookId: 'hook-1' },
    { kind: 'reject', hookId: 'hook-1' },
    { kind: 'stop-and-roll-back', hookId: null },
  ])
})

it.each([
  ['ROLLBACK_REQUESTED', 'rolling-back'],
  ['ROLLBACK_IN_PROGRESS', 'rolling-back'],
  ['ROLLBACK_SUCCESSFUL', 'failed'],
  ['ROLLBACK_FAILED', 'failed'],
  ['STOPPED', 'stopped'],
] as const)('%s is %s: it says why, and offers nothing', (status, phase) => {
  const from = reading({
    ...{ status, finishedAt: new Date(BEGUN + 5000) },
    rollback: { reason: 'Service deployment rolled back because of a failed hook.' },
    alarms: { alarmNames: ['web-5xx', 'web-slow'], triggeredAlarmNames: ['web-slow'] },
  })
  expect(present(from)).toMatchObject({
    ...{ phase, wait: null, actions: [] },
    error: { message: 'Service deployment rolled back because of a failed hook.' },
    alarms: [
      { name: 'web-slow', triggered: true },
      { name: 'web-5xx', triggered: false },
    ],
    endedAt: phase === 'rolling-back' ? null : BEGUN + 5000,
  })
  expect(stages(from).slice(4, 7)).toEqual([
    'POST_TEST_TRAFFIC_SHIFT done',
    'PRODUCTION_TRAFFIC_SHIFT failed',
    'POST_PRODUCTION_TRAFFIC_SHIFT skipped',
  ])
})

it('while it is rolled back, it shows where it failed and where it is now', () => {
  const from = reading({
    ...{ status: 'ROLLBACK_IN_PROGRESS', lifecycleStage: 'TEST_TRAFFIC_SHIFT' },
    statusReason:
      'Service deployment rolled back because PRE_PRODUCTION_TRAFFIC_SHIFT lifecycle hook(s) failed. It was rejected.',
  })
  expect(stages({ ...from, forwardStage: undefined }).slice(3, 7)).toEqual([
    'TEST_TRAFFIC_SHIFT running',
    'POST_TEST_TRAFFIC_SHIFT done',
    'PRODUCTION_TRAFFIC_SHIFT failed',
    'POST_PRODUCTION_TRAFFIC_SHIFT skipped',
  ])
})

it('shows the hooks before each shift at the shift', () => {
  const deploymentConfiguration = {
    lifecycleHooks: [
      { targetType: 'PAUSE' as const, lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT' as const] },
    ],
    strategy: 'BLUE_GREEN' as const,
  }
  const from = present(reading({ deploymentConfiguration, lifecycleStage: 'SCALE_UP' }))
  expect(from.stages[5]).toMatchObject({
    ...{ name: 'PRODUCTION_TRAFFIC_SHIFT', hooks: [{ name: 'PAUSE', status: '' }] },
  })
})

it('when it has succeeded, all is done', () => {
  const from = reading({ status: 'SUCCESSFUL', lifecycleStage: 'CLEAN_UP', finishedAt: new Date(BEGUN) })
  expect(new Set(present(from).stages.map(({ status }) => status))).toEqual(new Set(['done']))
  expect(kinds(from)).toEqual([])
})

it.each([
  [0, 2, ['running', 'todo', 'todo']],
  [1, 2, ['running', 'running', 'todo']],
  [2, 1, ['done', 'running', 'todo']],
  [2, 0, ['done', 'done', 'running']],
])('a rolling update with %s new and %s old tasks is at %s', (started, left, expected) => {
  const from = reading({
    ...{ lifecycleStage: undefined, deploymentConfiguration: { strategy: 'ROLLING' } },
    sourceServiceRevisions: [{ arn: revision(1), ...counts(left, 0, 0) }],
    targetServiceRevision: { arn: revision(2), ...counts(started, 0, 0) },
  })
  expect(present(from).stages.map(({ status }) => status)).toEqual(expected)
  expect(present(from).stages[0]?.message).toBe(`${started} of 2 running`)
  expect(present(from).versions.map(({ weight }) => weight)).toEqual([null, null])
  expect(kinds(from)).toEqual(['stop-and-roll-back'])
})
