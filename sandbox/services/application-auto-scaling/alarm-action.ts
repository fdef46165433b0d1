import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { measure } from '../cloudwatch/alarms/measure.ts'
import { cloudwatch } from '../cloudwatch/store.ts'
import type { MetricAlarmDocument } from '../cloudwatch/store.ts'
import { changeCapacity, settleActivities } from './activities.ts'
import { steppedCapacity, trackedCapacity } from './adjustment.ts'
import { describeService } from './ecs-service.ts'
import { namedKey, scaling } from './store.ts'
import type { PolicyDocument } from './store.ts'

const DEFAULT_COOLDOWN_S = 300
const MINUTE_MS = 60_000

/** Does what a scaling policy says when its alarm calls it. Answers what was wrong with the policy, if anything. */
export function scaleByAlarm(
  sandbox: Sandbox,
  scope: Scope,
  { policyArn, alarmName }: { policyArn: string; alarmName: string },
): string | undefined {
  const arn = policyArn.replace(/:createdBy\/.*$/, '')
  const policy = scaling(scope)
    .policies.values()
    .find(one => one.arn === arn)
  if (!policy) return `No scaling policy found for ${policyArn}`
  const alarm = cloudwatch(scope).alarms.get(alarmName)
  const service = describeService(scope, policy.resourceId)
  if (!service) return `ECS service doesn't exist: ${policy.resourceId}`
  settleActivities(sandbox, scope, policy.resourceId)
  if (alarm?.type !== 'MetricAlarm') return undefined
  const current = service.desiredCount ?? 0
  const wanted = policy.tracking
    ? trackingCapacity(sandbox, scope, policy, alarm, current)
    : stepCapacity(sandbox, scope, policy, alarm, current)
  const isDeploying = (service.deployments?.length ?? 0) > 1
  if (wanted === undefined) return undefined
  return scaleTo(sandbox, scope, policy, alarm, { current, wanted, isDeploying })
}

function scaleTo(
  sandbox: Sandbox,
  scope: Scope,
  policy: PolicyDocument,
  alarm: MetricAlarmDocument,
  { current, wanted, isDeploying }: { current: number; wanted: number; isDeploying: boolean },
): string | undefined {
  const target = scaling(scope).targets.get(policy.resourceId)
  if (!target) return undefined
  const desired = Math.min(target.maxCapacity, Math.max(target.minCapacity, wanted))
  if (desired === current) return undefined
  const direction = desired > current ? 'out' : 'in'
  const { DynamicScalingOutSuspended, DynamicScalingInSuspended } = target.suspended
  if (direction === 'out' ? DynamicScalingOutSuspended : DynamicScalingInSuspended) return undefined
  // While ECS deploys, services are not scaled in.
  if (direction === 'in' && isDeploying) return undefined
  const time = sandbox.clock.time(scope.accountId)
  if (isCooling(policy, direction, desired, time)) return undefined
  const cause = `monitor alarm ${alarm.name} in state ${alarm.state.value} triggered policy ${policy.name}`
  const error = changeCapacity(sandbox, scope, policy.resourceId, desired, cause)
  if (error !== undefined) return error
  const last = { direction, time, from: current, to: desired } as const
  scaling(scope).policies.put(namedKey(policy.resourceId, policy.name), { ...policy, last })
  return undefined
}

/** Target tracking's answer to its alarm: out at once, in only where every policy of the resource would. */
function trackingCapacity(
  sandbox: Sandbox,
  scope: Scope,
  policy: PolicyDocument,
  alarm: MetricAlarmDocument,
  current: number,
): number | undefined {
  const target = policy.tracking?.TargetValue ?? 0
  const isHigh = alarm.settings.ComparisonOperator === 'GreaterThanThreshold'
  const values = valuesOf(sandbox, scope, alarm)
  const [latest] = values
  if (latest === undefined) return undefined
  if (isHigh) return Math.max(current + 1, trackedCapacity(current, latest, target))
  const others = scaling(scope)
    .policies.values()
    .filter(other => other.resourceId === policy.resourceId && other.name !== policy.name)
    .filter(other => other.tracking && !other.tracking.DisableScaleIn)
  const allLow = others.every(other => {
    const low = other.alarms.find(({ AlarmName = '' }) => AlarmName.includes('-AlarmLow-'))
    return cloudwatch(scope).alarms.get(low?.AlarmName ?? '')?.state.value === 'ALARM'
  })
  if (!allLow) return undefined
  const average = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.min(current, trackedCapacity(current, Math.max(average, latest), target))
}

function stepCapacity(
  sandbox: Sandbox,
  scope: Scope,
  policy: PolicyDocument,
  alarm: MetricAlarmDocument,
  current: number,
): number | undefined {
  const [latest] = valuesOf(sandbox, scope, alarm)
  if (!policy.step || latest === undefined) return undefined
  return steppedCapacity(current, latest - (alarm.settings.Threshold ?? 0), policy.step)
}

/** What the alarm saw last, newest first. */
function valuesOf(sandbox: Sandbox, scope: Scope, alarm: MetricAlarmDocument): number[] {
  const time = sandbox.clock.time(scope.accountId)
  const step = (alarm.settings.Period ?? 60) < 60 ? 10_000 : MINUTE_MS
  return measure(sandbox, scope, alarm.settings, Math.floor(time / step) * step)
    .slice(0, alarm.settings.EvaluationPeriods)
    .flatMap(({ value }) => value ?? [])
}

/** Whether the policy has to wait; a larger scale-out than the one under way may not. */
function isCooling(policy: PolicyDocument, direction: 'out' | 'in', desired: number, time: number): boolean {
  const { last, tracking, step } = policy
  if (!last) return false
  const seconds = tracking
    ? ((last.direction === 'out' ? tracking.ScaleOutCooldown : tracking.ScaleInCooldown) ??
      DEFAULT_COOLDOWN_S)
    : (step?.Cooldown ?? DEFAULT_COOLDOWN_S)
  if (time >= last.time + seconds * 1000) return false
  // A scale-in in its cooldown never holds back a scale-out.
  if (direction === 'out' && last.direction === 'in') return false
  // What the last scale-out was for may have been too little: from where it began, more may be needed than it gave.
  if (direction === 'out' && !tracking) return desired <= last.to
  return true
}
