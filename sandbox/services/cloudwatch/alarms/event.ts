import type { NewEvent } from '../../events/put-event.ts'
import { dimensionsOf } from '../dimensions.ts'
import type { AlarmDocument, AlarmState } from '../store.ts'
import { queriesOf } from './measure.ts'
import { longDate } from './verdict.ts'

/** What EventBridge is told when an alarm has changed its state. */
export function stateChange(alarm: AlarmDocument, before: AlarmState): NewEvent {
  return {
    source: 'aws.cloudwatch',
    detailType: 'CloudWatch Alarm State Change',
    resources: [alarm.arn],
    detail: {
      alarmName: alarm.name,
      state: stateOf(alarm.state),
      previousState: stateOf(before),
      configuration: {
        ...(alarm.settings.AlarmDescription !== undefined && {
          description: alarm.settings.AlarmDescription,
        }),
        ...(alarm.type === 'CompositeAlarm'
          ? { alarmRule: alarm.settings.AlarmRule }
          : { metrics: metricsOf(alarm.settings) }),
      },
    },
    time: alarm.state.at,
  }
}

function stateOf({ value, reason, reasonData, at }: AlarmState): object {
  return { value, reason, ...(reasonData !== undefined && { reasonData }), timestamp: longDate(at) }
}

function metricsOf(settings: Parameters<typeof queriesOf>[0]): object[] {
  return queriesOf(settings).map(({ Id, MetricStat, ReturnData, ...query }) => ({
    id: Id,
    ...('Expression' in query && query.Expression !== undefined && { expression: query.Expression }),
    ...(MetricStat && {
      metricStat: {
        metric: {
          namespace: MetricStat.Metric?.Namespace,
          name: MetricStat.Metric?.MetricName,
          dimensions: dimensionsOf(MetricStat.Metric?.Dimensions, 'Dimensions'),
        },
        period: MetricStat.Period,
        stat: MetricStat.Stat,
      },
    }),
    returnData: ReturnData ?? true,
  }))
}
