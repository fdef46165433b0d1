import { randomUUID } from 'node:crypto'
import type {
  Alarm,
  PutScalingPolicyRequest,
  StepScalingPolicyConfiguration,
} from '@aws-sdk/client-application-auto-scaling'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { cloudwatch } from '../cloudwatch/store.ts'
import { oneOf } from './check.ts'
import { validation } from './errors.ts'
import { namedKey, scaling } from './store.ts'
import type { PolicyDocument } from './store.ts'
import { dropAlarms, makeAlarms, measuredBy } from './tracking-alarms.ts'

const MOST_POLICIES = 50
const ADJUSTMENTS = ['ChangeInCapacity', 'PercentChangeInCapacity', 'ExactCapacity']

/** Makes a policy or replaces its configuration, with the alarms that target tracking has. Throws ValidationException. */
export function putPolicy(sandbox: Sandbox, scope: Scope, request: PutScalingPolicyRequest): PolicyDocument {
  const { policies } = scaling(scope)
  const { PolicyName: name = '', ResourceId: resourceId = '' } = request
  const key = namedKey(resourceId, name)
  const before = policies.get(key)
  const type = typeOf(request, before)
  if (before && before.type !== type) {
    throw validation(`Policy type of ${name} is ${before.type}, and cannot be changed to ${type}.`)
  }
  if (
    !before &&
    policies.values().filter(policy => policy.resourceId === resourceId).length >= MOST_POLICIES
  ) {
    throw validation(`The scalable target has ${MOST_POLICIES} scaling policies already.`)
  }
  const arn =
    before?.arn ??
    `arn:aws:autoscaling:${scope.region}:${scope.accountId}:scalingPolicy:${randomUUID()}:resource/ecs/${resourceId}:policyName/${name}`
  const policy: PolicyDocument = {
    ...{ resourceId, name, arn, type, alarms: [] },
    createdAt: before?.createdAt ?? sandbox.clock.now(),
  }
  const { TargetTrackingScalingPolicyConfiguration: tracking, StepScalingPolicyConfiguration: step } = request
  if (type === 'TargetTrackingScaling') {
    if (!tracking)
      throw validation('TargetTrackingScalingPolicyConfiguration is required for TargetTrackingScaling.')
    if (!Number.isFinite(tracking.TargetValue)) throw validation('TargetValue must be a number.')
    measuredBy(tracking, resourceId)
    for (const cooldown of [tracking.ScaleInCooldown, tracking.ScaleOutCooldown]) checkSeconds(cooldown)
    policy.tracking = tracking
  } else {
    if (!step) throw validation('StepScalingPolicyConfiguration is required for StepScaling.')
    checkSteps(step)
    policy.step = step
  }
  if (before) dropAlarms(sandbox, scope, before)
  policy.alarms = makeAlarms(sandbox, scope, policy)
  policies.put(key, policy)
  return policy
}

export function deletePolicy(sandbox: Sandbox, scope: Scope, policy: PolicyDocument): void {
  dropAlarms(sandbox, scope, policy)
  scaling(scope).policies.delete(namedKey(policy.resourceId, policy.name))
}

/** Alarms that act on the policy: its own, or those that somebody put for step scaling. */
export function alarmsOf(scope: Scope, policy: PolicyDocument): Alarm[] {
  if (policy.alarms.length > 0) return policy.alarms
  return cloudwatch(scope)
    .alarms.values()
    .filter(({ settings }) => settings.AlarmActions?.includes(policy.arn))
    .map(({ name, arn }) => ({ AlarmName: name, AlarmARN: arn }))
}

function typeOf(
  { PolicyType, TargetTrackingScalingPolicyConfiguration: tracking }: PutScalingPolicyRequest,
  before: PolicyDocument | undefined,
): PolicyDocument['type'] {
  const type = PolicyType ?? before?.type ?? (tracking ? 'TargetTrackingScaling' : 'StepScaling')
  oneOf(type, 'policyType', ['StepScaling', 'TargetTrackingScaling', 'PredictiveScaling'])
  if (type === 'PredictiveScaling') {
    throw validation(
      'Predictive scaling is not there in the practice account: it needs two weeks of history.',
    )
  }
  return type
}

function checkSeconds(seconds: number | undefined): void {
  if (seconds !== undefined && !(seconds >= 0)) throw validation('A cooldown must not be negative.')
}

function checkSteps(step: StepScalingPolicyConfiguration): void {
  const { AdjustmentType = '', StepAdjustments = [], Cooldown, MinAdjustmentMagnitude } = step
  oneOf(AdjustmentType, 'stepScalingPolicyConfiguration.adjustmentType', ADJUSTMENTS)
  if (StepAdjustments.length === 0) throw validation('At least one StepAdjustment must be specified.')
  checkSeconds(Cooldown)
  if (MinAdjustmentMagnitude !== undefined && AdjustmentType !== 'PercentChangeInCapacity') {
    throw validation('MinAdjustmentMagnitude is for the adjustment type PercentChangeInCapacity.')
  }
  const spans = StepAdjustments.map(({ MetricIntervalLowerBound, MetricIntervalUpperBound }) => ({
    from: MetricIntervalLowerBound ?? -Infinity,
    to: MetricIntervalUpperBound ?? Infinity,
  })).sort((a, b) => a.from - b.from)
  for (const [index, { from, to }] of spans.entries()) {
    if (from >= to) throw validation('A StepAdjustment must have its lower bound below its upper bound.')
    const next = spans[index + 1]
    if (next && next.from < to) throw validation("StepAdjustment intervals can't overlap.")
    if (next && next.from > to) throw validation("StepAdjustment intervals can't have gaps between them.")
  }
}
