import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { recordMetric } from '../cloudwatch/metrics.ts'
import { Minutes } from '../cloudwatch/minutes.ts'
import { describeAlarms } from '../cloudwatch/operations/describe-alarms.ts'
import { putMetricAlarm } from '../cloudwatch/operations/put-metric-alarm.ts'
import { FakeAccount } from '../ecs/testing/fake-account.ts'
import { deleteScalingPolicy } from './operations/delete-scaling-policy.ts'
import { deregisterScalableTarget } from './operations/deregister-scalable-target.ts'
import { describeScalableTargets } from './operations/describe-scalable-targets.ts'
import { describeScalingActivities } from './operations/describe-scaling-activities.ts'
import { describeScalingPolicies } from './operations/describe-scaling-policies.ts'
import { describeScheduledActions } from './operations/describe-scheduled-actions.ts'
import { putScalingPolicy } from './operations/put-scaling-policy.ts'
import { putScheduledAction } from './operations/put-scheduled-action.ts'
import { registerScalableTarget } from './operations/register-scalable-target.ts'
import { ScheduledRuns } from './scheduled-runs.ts'

const place = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/lab/web',
  ScalableDimension: 'ecs:service:DesiredCount',
} as const

let account: FakeAccount

beforeEach(async () => {
  account = new FakeAccount()
  // The account's own time begins now, so that its minutes are the wall clock's.
  account.clock.time(account.scope.accountId)
  const controllers = [new Minutes(account.sandbox), new ScheduledRuns(account.sandbox)]
  onTestFinished(() => controllers.forEach(controller => controller.stop()))
  await account.registerWeb()
  await account.createWeb()
  await account.pass(60)
})

const register = (more: object = {}) =>
  account.call(registerScalableTarget, { ...place, MinCapacity: 2, MaxCapacity: 4, ...more })

const track = (more: object = {}, PolicyName = 'cpu') =>
  account.call(putScalingPolicy, {
    ...place,
    PolicyName,
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 70,
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
      ...more,
    },
  })

/** Minutes in which the service's tasks are this busy. */
async function load(minutes: number, value: number, metricName = 'CPUUtilization'): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    await account.pass(30)
    recordMetric(account.sandbox, account.scope, {
      ...{ namespace: 'AWS/ECS', metricName, value, unit: 'Percent' },
      dimensions: { ClusterName: 'lab', ServiceName: 'web' },
    })
    await account.pass(30)
  }
}

async function activities() {
  const { ScalingActivities = [] } = await account.call(describeScalingActivities, {
    ServiceNamespace: 'ecs',
    ResourceId: place.ResourceId,
  })
  return ScalingActivities.map(({ Description, Cause, StatusCode, StatusMessage }) => ({
    ...{ Description, StatusCode, StatusMessage },
    Cause: Cause?.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, 'U'),
  }))
}

test('target tracking makes its two alarms, in AWS’s names and numbers', async () => {
  await register()
  const { PolicyARN = '', Alarms = [] } = await track()
  expect(PolicyARN).toMatch(
    /^arn:aws:autoscaling:eu-west-1:111122223333:scalingPolicy:[0-9a-f-]{36}:resource\/ecs\/service\/lab\/web:policyName\/cpu$/,
  )
  expect(Alarms).toHaveLength(2)
  const { MetricAlarms = [] } = await account.call(describeAlarms, {})
  const common = {
    ...{ MetricName: 'CPUUtilization', Namespace: 'AWS/ECS', Statistic: 'Average', Period: 60 },
    AlarmDescription: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${PolicyARN}.`,
    Dimensions: [
      { Name: 'ClusterName', Value: 'lab' },
      { Name: 'ServiceName', Value: 'web' },
    ],
  }
  expect(MetricAlarms).toMatchObject([
    { ...common, ComparisonOperator: 'GreaterThanThreshold', Threshold: 70, EvaluationPeriods: 3 },
    { ...common, ComparisonOperator: 'LessThanThreshold', Threshold: 63, EvaluationPeriods: 15 },
  ])
  expect(MetricAlarms[0]?.AlarmName).toMatch(/^TargetTracking-service\/lab\/web-AlarmHigh-[0-9a-f-]{36}$/)
  expect(MetricAlarms[1]?.AlarmName).toMatch(/^TargetTracking-service\/lab\/web-AlarmLow-[0-9a-f-]{36}$/)
  expect(MetricAlarms[0]?.AlarmActions?.[0]).toMatch(/policyName\/cpu:createdBy\/[0-9a-f-]{36}$/)
  await account.call(deleteScalingPolicy, { ...place, PolicyName: 'cpu' })
  expect((await account.call(describeAlarms, {})).MetricAlarms).toEqual([])
})

test('a busy service is scaled out, waits for the cooldown, and is scaled in when it has been idle', async () => {
  await register()
  await track()
  await load(3, 100)
  expect(account.service.desiredCount).toBe(3)
  expect((await activities())[0]).toMatchObject({
    Description: 'Setting desired count to 3.',
    Cause: 'monitor alarm TargetTracking-service/lab/web-AlarmHigh-U in state ALARM triggered policy cpu',
  })
  await account.pass(30)
  expect((await activities())[0]).toMatchObject({
    StatusCode: 'Successful',
    StatusMessage: 'Successfully set desired count to 3. Change successfully fulfilled by ecs.',
  })
  await load(3, 100)
  expect(account.service.desiredCount).toBe(3)
  await load(3, 100)
  expect(account.service.desiredCount).toBe(4)
  await load(10, 100)
  expect(account.service.desiredCount).toBe(4)
  await load(14, 5)
  expect(account.service.desiredCount).toBe(4)
  await load(4, 5)
  expect(account.service.desiredCount).toBe(2)
  expect((await activities())[0]?.Cause).toContain('AlarmLow')
})

test('two policies scale out by either, and in only together', async () => {
  await register()
  await track({ ScaleInCooldown: 0, ScaleOutCooldown: 0 })
  await track(
    {
      ...{ ScaleInCooldown: 0, ScaleOutCooldown: 0 },
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageMemoryUtilization' },
    },
    'memory',
  )
  await load(4, 140)
  expect(account.service.desiredCount).toBe(4)
  for (let minute = 0; minute < 20; minute++) {
    await load(1, 5)
    recordMetric(account.sandbox, account.scope, {
      ...{ namespace: 'AWS/ECS', metricName: 'MemoryUtilization', value: 69, unit: 'Percent' },
      dimensions: { ClusterName: 'lab', ServiceName: 'web' },
    })
  }
  expect(account.service.desiredCount).toBe(4)
})

test('suspended scaling does nothing, and DisableScaleIn has no alarm for it', async () => {
  await register({ SuspendedState: { DynamicScalingOutSuspended: true } })
  const { Alarms } = await track({ DisableScaleIn: true })
  expect(Alarms).toHaveLength(1)
  await load(6, 100)
  expect(account.service.desiredCount).toBe(2)
  await register({ SuspendedState: { DynamicScalingOutSuspended: false } })
  await load(2, 100)
  expect(account.service.desiredCount).toBe(3)
})

test('step scaling goes by how far the metric is beyond the alarm’s threshold', async () => {
  await register({ MaxCapacity: 10 })
  const { PolicyARN = '' } = await account.call(putScalingPolicy, {
    ...place,
    PolicyName: 'step',
    PolicyType: 'StepScaling',
    StepScalingPolicyConfiguration: {
      AdjustmentType: 'ChangeInCapacity',
      Cooldown: 60,
      StepAdjustments: [
        { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 20, ScalingAdjustment: 1 },
        { MetricIntervalLowerBound: 20, ScalingAdjustment: 5 },
      ],
    },
  })
  await account.call(putMetricAlarm, {
    ...{
      AlarmName: 'busy',
      Namespace: 'AWS/ECS',
      MetricName: 'CPUUtilization',
      Statistic: 'Average',
      Period: 60,
    },
    Dimensions: [
      { Name: 'ClusterName', Value: 'lab' },
      { Name: 'ServiceName', Value: 'web' },
    ],
    ...{ EvaluationPeriods: 1, Threshold: 70, ComparisonOperator: 'GreaterThanOrEqualToThreshold' },
    AlarmActions: [PolicyARN],
  })
  await load(1, 75)
  expect(account.service.desiredCount).toBe(3)
  await load(1, 95)
  expect(account.service.desiredCount).toBe(8)
  const { ScalingPolicies } = await account.call(describeScalingPolicies, { ServiceNamespace: 'ecs' })
  expect(ScalingPolicies?.[0]?.Alarms).toMatchObject([{ AlarmName: 'busy' }])
})

test('limits that the count is outside of change it at once', async () => {
  await register({ MinCapacity: 3 })
  expect(account.service.desiredCount).toBe(3)
  expect((await activities())[0]).toMatchObject({ Cause: 'minimum capacity was set to 3' })
  await register({ MinCapacity: 1, MaxCapacity: 1 })
  expect(account.service.desiredCount).toBe(1)
  expect((await activities())[0]).toMatchObject({ Cause: 'maximum capacity was set to 1' })
  const { ScalableTargets } = await account.call(describeScalableTargets, { ServiceNamespace: 'ecs' })
  expect(ScalableTargets).toMatchObject([{ MinCapacity: 1, MaxCapacity: 1, ResourceId: 'service/lab/web' }])
})

test('a scheduled action sets the limits when its time has come', async () => {
  await register({ MaxCapacity: 10 })
  await account.call(putScheduledAction, {
    ...{
      ...place,
      ScheduledActionName: 'morning',
      Schedule: 'cron(30 11 * * ? *)',
      Timezone: 'Europe/Berlin',
    },
    ScalableTargetAction: { MinCapacity: 5 },
  })
  await account.clock.advance(28 * 60_000)
  expect(account.service.desiredCount).toBe(2)
  await account.clock.advance(2 * 60_000)
  expect(account.service.desiredCount).toBe(5)
  expect(await activities()).toMatchObject([
    { Description: 'Setting desired count to 5.', Cause: 'minimum capacity was set to 5' },
    { Description: 'Setting min capacity to 5', Cause: 'scheduled action name morning was triggered' },
  ])
  await account.call(deregisterScalableTarget, place)
  const left = await account.call(describeScheduledActions, { ServiceNamespace: 'ecs' })
  expect(left.ScheduledActions).toEqual([])
  await expect(account.call(deregisterScalableTarget, place)).rejects.toMatchObject({
    name: 'ObjectNotFoundException',
    message:
      'No scalable target found for service namespace: ecs, resource ID: service/lab/web, scalable dimension: ecs:service:DesiredCount',
  })
})

test.each([
  [{ ResourceId: 'service/lab/none' }, 'ValidationException', "ECS service doesn't exist: service/lab/none"],
  [{ MinCapacity: 5 }, 'ValidationException', 'Maximum capacity cannot be less than minimum capacity'],
  [{ MinCapacity: -1 }, 'ValidationException', 'minCapacity'],
  [{ ServiceNamespace: 'nothing' }, 'ValidationException', 'serviceNamespace'],
  [{ ServiceNamespace: 'dynamodb' }, 'NotImplemented', 'scales ECS services only'],
])('RegisterScalableTarget refuses %o', async (more, name, message) => {
  const refusal = await register(more).catch((error: unknown) => error as Error)
  expect(refusal).toMatchObject({ name })
  expect((refusal as Error).message).toContain(message)
})

test('a policy needs a registered target, and a metric that ECS has', async () => {
  await expect(track()).rejects.toMatchObject({
    name: 'ObjectNotFoundException',
    message:
      'No scalable target registered for service namespace: ecs, resource ID: service/lab/web, scalable dimension: ecs:service:DesiredCount',
  })
  await register()
  const odd = (PredefinedMetricType: string) =>
    track({ PredefinedMetricSpecification: { PredefinedMetricType } })
  await expect(odd('RDSReaderAverageCPUUtilization')).rejects.toThrow('not available')
  await expect(odd('ALBRequestCountPerTarget')).rejects.toThrow('ResourceLabel')
  await expect(account.call(deleteScalingPolicy, { ...place, PolicyName: 'x' })).rejects.toMatchObject({
    name: 'ObjectNotFoundException',
  })
})
