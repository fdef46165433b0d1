import type { DescribeAlarmsForMetricInput, DescribeAlarmsForMetricOutput } from '@aws-sdk/client-cloudwatch'
import type { Operation } from '../../../operation.ts'
import { queriesOf } from '../alarms/measure.ts'
import { presentMetricAlarm } from '../alarms/present.ts'
import { dimensionsOf } from '../dimensions.ts'
import { cloudwatch } from '../store.ts'

export const describeAlarmsForMetric: Operation<
  DescribeAlarmsForMetricInput,
  DescribeAlarmsForMetricOutput
> = (input, { scope }) => {
  const { MetricName, Namespace, Statistic, ExtendedStatistic, Period, Unit } = input
  const textOf = (dimensions: Record<string, string>) => JSON.stringify(Object.entries(dimensions).sort())
  const wanted = textOf(dimensionsOf(input.Dimensions, 'Dimensions'))
  const stat = Statistic ?? ExtendedStatistic
  const found = cloudwatch(scope)
    .alarms.values()
    .flatMap(alarm => (alarm.type === 'MetricAlarm' ? [alarm] : []))
    .filter(({ settings }) =>
      queriesOf(settings).some(
        ({ MetricStat }) =>
          MetricStat?.Metric?.MetricName === MetricName &&
          MetricStat?.Metric?.Namespace === Namespace &&
          textOf(dimensionsOf(MetricStat?.Metric?.Dimensions, 'Dimensions')) === wanted &&
          (stat === undefined || MetricStat?.Stat === stat) &&
          (Period === undefined || MetricStat?.Period === Period) &&
          (Unit === undefined || MetricStat?.Unit === Unit),
      ),
    )
  return { MetricAlarms: found.map(presentMetricAlarm) }
}
