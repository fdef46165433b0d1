import { expect, test } from 'vitest'
import { fakeAccount } from '../fake-account.ts'
import calmDown from './steps/070-calm-down.ts'
import putPolicy from './steps/050-put-policy.ts'
import registerTarget from './steps/040-register-target.ts'
import sendLoad from './steps/060-send-load.ts'

const ResourceLabel = 'app/kiosk/1/targetgroup/kiosk/2'
const out = { 'create-load-balancer': { resourceLabel: ResourceLabel } }
const right = {
  TargetValue: 20,
  PredefinedMetricSpecification: { PredefinedMetricType: 'ALBRequestCountPerTarget', ResourceLabel },
}

async function policyVerdict(change: object) {
  const policy = { PolicyName: 'requests', TargetTrackingScalingPolicyConfiguration: { ...right, ...change } }
  const account = fakeAccount({ DescribeScalingPolicies: () => ({ ScalingPolicies: [policy] }) })
  const verdict = await putPolicy.check({ ...account, out })
  return verdict.status === 'fail' ? verdict.reason : verdict.status
}

test.each([
  [{}, 'pass'],
  [{ DisableScaleIn: true }, 'scale-in-disabled'],
  [{ TargetValue: 2000 }, 'target-value'],
  [
    { PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageMemoryUtilization' } },
    'policy-metric',
  ],
  [
    {
      PredefinedMetricSpecification: {
        ...right.PredefinedMetricSpecification,
        ResourceLabel: `${ResourceLabel}0`,
      },
    },
    'policy-metric',
  ],
  [{ PredefinedMetricSpecification: undefined, CustomizedMetricSpecification: {} }, 'policy-metric'],
])('of a policy with %j it says %s', async (change, said) => {
  expect(await policyVerdict(change)).toBe(said)
})

test('scaling that was suspended for a deployment is found, and let go on', async () => {
  const target = { ScalableTargetARN: 'arn', MinCapacity: 2, MaxCapacity: 4 }
  const verdict = (SuspendedState: object) =>
    registerTarget.check(
      fakeAccount({
        DescribeScalableTargets: () => ({ ScalableTargets: [{ ...target, SuspendedState }] }),
        ListTagsForResource: () => ({ Tags: { 'slipway-lab': 'autoscaling' } }),
      }),
    )
  const state = { DynamicScalingInSuspended: false, DynamicScalingOutSuspended: false }
  expect(await verdict(state)).toMatchObject({ status: 'pass' })
  expect(await verdict({ ...state, DynamicScalingOutSuspended: true })).toMatchObject({
    status: 'fail',
    reason: 'suspended',
    observed: expect.stringContaining('DynamicScalingOutSuspended:') as string,
    next: expect.stringContaining(
      '--suspended-state DynamicScalingInSuspended=false,DynamicScalingOutSuspended=false`',
    ) as string,
  })
})

const activity = (minute: number, count: number, StatusCode = 'Successful') => ({
  ...{ StatusCode, Description: `Setting desired count to ${count}.`, Cause: `alarm at ${minute}` },
  StartTime: new Date(Date.UTC(2026, 9, 1, 9, minute)),
})

function scaled(
  activities: object[],
  { desiredCount = 2, runningCount }: { desiredCount?: number; runningCount?: number } = {},
) {
  return fakeAccount({
    DescribeScalingActivities: () => ({ ScalingActivities: activities }),
    DescribeAlarms: () => ({ MetricAlarms: [{ StateValue: 'OK', StateReason: 'quiet' }] }),
    DescribeServices: () => ({
      services: [{ status: 'ACTIVE', desiredCount, runningCount: runningCount ?? desiredCount }],
    }),
  })
}

test('growth counts when a policy has set it, not when somebody has set four by hand', async () => {
  const byHand = await sendLoad.check(scaled([], { desiredCount: 4 }))
  expect(byHand).toMatchObject({
    status: 'waiting',
    reason: 'not-scaled-out',
    observed: 'its alarm is OK: quiet',
  })
  expect(await sendLoad.check(scaled([activity(1, 4, 'Failed')]))).toMatchObject({ reason: 'not-scaled-out' })
  expect(await sendLoad.check(scaled([activity(1, 4, 'InProgress')]))).toMatchObject({
    reason: 'tasks-starting',
  })
  const grown = await sendLoad.check(scaled([activity(9, 4), activity(5, 3)]))
  expect(grown).toMatchObject({ status: 'pass', observed: 'Scaled out to 4 tasks: alarm at 9.' })
})

test('shrinking counts after the growth only, and when the tasks have gone', async () => {
  const check = (activities: object[], service = {}) => calmDown.check(scaled(activities, service))
  expect(await check([activity(1, 2)])).toMatchObject({ status: 'fail', reason: 'never-grown' })
  expect(await check([activity(9, 4), activity(1, 2)], { desiredCount: 4 })).toMatchObject({
    reason: 'not-scaled-in',
  })
  const both = [activity(30, 2), activity(9, 4)]
  expect(await check(both, { runningCount: 3 })).toMatchObject({ reason: 'tasks-stopping' })
  expect(await check(both)).toMatchObject({ status: 'pass', observed: 'Scaled in to 2 tasks: alarm at 30.' })
})
