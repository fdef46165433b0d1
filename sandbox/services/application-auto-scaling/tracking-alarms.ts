import { randomUUID } from 'node:crypto'
import type {
  Alarm,
  TargetTrackingScalingPolicyConfiguration,
} from '@aws-sdk/client-application-auto-scaling'
import type { MetricDataQuery, PutMetricAlarmInput, StandardUnit } from '@aws-sdk/client-cloudwatch'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { putAlarm } from '../cloudwatch/alarms/put.ts'
import { removeAlarm } from '../cloudwatch/alarms/remove.ts'
import { alarmArn } from '../cloudwatch/store.ts'
import { validation } from './errors.ts'
import type { PolicyDocument } from './store.ts'

type Measured = Pick<
  PutMetricAlarmInput,
  'Namespace' | 'MetricName' | 'Dimensions' | 'Statistic' | 'Unit' | 'Period' | 'Metrics'
>

const HIGH_PERIODS = 3
const LOW_PERIODS = 15
/** Scaling in waits until the metric is a tenth below the target. */
const LOW_SHARE = 0.9

/** Makes the policy's two alarms, or one where it never scales in. */
export function makeAlarms(sandbox: Sandbox, scope: Scope, policy: PolicyDocument): Alarm[] {
  const { tracking, resourceId, arn } = policy
  if (!tracking) return []
  const target = tracking.TargetValue ?? 0
  const settings = {
    ...measuredBy(tracking, resourceId),
    ActionsEnabled: true,
    AlarmDescription: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${arn}.`,
    AlarmActions: [`${arn}:createdBy/${randomUUID()}`],
    OKActions: [],
    InsufficientDataActions: [],
  }
  const put = (kind: 'High' | 'Low', more: Partial<PutMetricAlarmInput>): Alarm => {
    const AlarmName = `TargetTracking-${resourceId}-Alarm${kind}-${randomUUID()}`
    putAlarm(sandbox, scope, AlarmName, { type: 'MetricAlarm', settings: { ...settings, ...more } }, [])
    return { AlarmName, AlarmARN: alarmArn(scope, AlarmName) }
  }
  const high = put('High', {
    ...{ ComparisonOperator: 'GreaterThanThreshold', Threshold: target, EvaluationPeriods: HIGH_PERIODS },
  })
  if (tracking.DisableScaleIn) return [high]
  const low = put('Low', {
    ComparisonOperator: 'LessThanThreshold',
    // Without the dust of binary fractions: 0.9 times 70 is 63.
    Threshold: Number((target * LOW_SHARE).toPrecision(12)),
    EvaluationPeriods: LOW_PERIODS,
  })
  return [high, low]
}

export function dropAlarms(sandbox: Sandbox, scope: Scope, policy: PolicyDocument): void {
  for (const { AlarmName = '' } of policy.alarms) removeAlarm(sandbox, scope, AlarmName)
}

/** The metric that a configuration tracks, as an alarm has it. Throws ValidationException. */
export function measuredBy(tracking: TargetTrackingScalingPolicyConfiguration, resourceId: string): Measured {
  const { PredefinedMetricSpecification: predefined, CustomizedMetricSpecification: own } = tracking
  if ((predefined === undefined) === (own === undefined)) {
    throw validation(
      'Only one of PredefinedMetricSpecification or CustomizedMetricSpecification must be specified.',
    )
  }
  if (own?.Metrics?.length) {
    const Metrics = own.Metrics.map(({ MetricStat, ...query }): MetricDataQuery => ({
      Id: query.Id,
      Expression: query.Expression,
      Label: query.Label,
      ReturnData: query.ReturnData ?? true,
      ...(MetricStat && {
        MetricStat: {
          Metric: MetricStat.Metric,
          Stat: MetricStat.Stat,
          Period: 60,
          ...(MetricStat.Unit && { Unit: MetricStat.Unit as StandardUnit }),
        },
      }),
    }))
    return { Metrics: JSON.parse(JSON.stringify(Metrics)) as MetricDataQuery[] }
  }
  if (own) {
    const { MetricName, Namespace, Statistic, Dimensions, Unit } = own
    if (!MetricName || !Namespace || !Statistic) {
      throw validation('CustomizedMetricSpecification needs MetricName, Namespace and Statistic, or Metrics.')
    }
    return {
      ...{ MetricName, Namespace, Statistic, Period: 60 },
      ...(Dimensions && { Dimensions }),
      ...(Unit && { Unit: Unit as StandardUnit }),
    }
  }
  const [, cluster, service] = resourceId.split('/')
  const ofService = {
    Namespace: 'AWS/ECS',
    Dimensions: [
      { Name: 'ClusterName', Value: cluster },
      { Name: 'ServiceName', Value: service },
    ],
    ...{ Statistic: 'Average' as const, Unit: 'Percent' as const, Period: 60 },
  }
  switch (predefined?.PredefinedMetricType) {
    case 'ECSServiceAverageCPUUtilization':
      return { ...ofService, MetricName: 'CPUUtilization' }
    case 'ECSServiceAverageMemoryUtilization':
      return { ...ofService, MetricName: 'MemoryUtilization' }
    case 'ALBRequestCountPerTarget':
      return ofTargetGroup(predefined.ResourceLabel)
    default:
      throw validation(
        `The metric type ${predefined?.PredefinedMetricType} is not available for the service namespace ecs and the scalable dimension ecs:service:DesiredCount.`,
      )
  }
}

function ofTargetGroup(label: string | undefined): Measured {
  const group = /^app\/[^/]+\/[^/]+\/(targetgroup\/[^/]+\/[^/]+)$/.exec(label ?? '')?.[1]
  if (group === undefined) {
    throw validation(
      'ALBRequestCountPerTarget needs a ResourceLabel of the form app/<load-balancer-name>/<load-balancer-id>/targetgroup/<target-group-name>/<target-group-id>.',
    )
  }
  return {
    ...{ Namespace: 'AWS/ApplicationELB', MetricName: 'RequestCountPerTarget', Statistic: 'Sum', Period: 60 },
    Dimensions: [{ Name: 'TargetGroup', Value: group }],
  }
}
