import { DescribeScalingActivitiesCommand } from '@aws-sdk/client-application-auto-scaling'
import { DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import type { Aws } from '@slipway/labs/define.ts'
import type { MetricChart, MetricsDto } from '../contract.ts'
import { timeOf, type AccountReading } from '../map/read-account.ts'
import { metricQueries } from './metric-queries.ts'

/** What a chart shows, in the account's own time. */
const SHOWN_MS = 60 * 60_000
const LEAST_SHOWN_MS = 10 * 60_000
const MOST_ALARMS = 20
const MOST_ACTIVITIES = 10

const charts: Pick<MetricChart, 'id' | 'title' | 'unit'>[] = [
  { id: 'requests', title: 'Requests', unit: 'count' },
  { id: 'errors', title: 'Answers 5xx', unit: 'count' },
  { id: 'latency', title: 'Time to answer', unit: 'ms' },
  { id: 'cpu', title: 'CPU', unit: 'percent' },
  { id: 'memory', title: 'Memory', unit: 'percent' },
  { id: 'tasks', title: 'Healthy targets', unit: 'count' },
]

/** What CloudWatch knows of the lab's services and load balancers, its alarms, and what autoscaling did. */
export async function readMetrics(
  aws: Aws,
  reading: AccountReading,
  { now, timeScale }: { now: number; timeScale: number },
): Promise<MetricsDto> {
  // Where a minute passes in seconds, so must the charts' points.
  const period = timeScale > 1 ? 10 : 60
  const from = now - Math.max(LEAST_SHOWN_MS, SHOWN_MS / timeScale)
  const [values, alarms, activities] = await Promise.all([
    readSeries(aws, reading, { period, from, to: now }),
    readAlarms(aws),
    readActivities(aws),
  ])
  return { period, from, to: now, charts: values, alarms, activities }
}

async function readSeries(
  aws: Aws,
  reading: AccountReading,
  { period, from, to }: { period: number; from: number; to: number },
): Promise<MetricChart[]> {
  const wanted = metricQueries(reading, period)
  const points = new Map<string, [number, number][]>()
  let NextToken: string | undefined
  if (wanted.length > 0) {
    do {
      const page = await aws.cloudwatch.send(
        new GetMetricDataCommand({
          MetricDataQueries: wanted.map(({ query }) => query),
          StartTime: new Date(from),
          EndTime: new Date(to),
          ScanBy: 'TimestampAscending',
          NextToken,
        }),
      )
      for (const { Id = '', Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
        const known = points.get(Id) ?? []
        known.push(...Timestamps.map((at, n): [number, number] => [at.getTime(), Values[n] ?? 0]))
        points.set(Id, known)
      }
      NextToken = page.NextToken
    } while (NextToken)
  }
  return charts.map(chart => ({
    ...chart,
    series: wanted
      .filter(line => line.chart === chart.id)
      .map(({ label, factor, query }) => ({
        label,
        points: (points.get(query.Id ?? '') ?? []).map(([at, value]): [number, number] => [
          at,
          value * factor,
        ]),
      })),
  }))
}

async function readAlarms(aws: Aws): Promise<MetricsDto['alarms']> {
  const { MetricAlarms = [], CompositeAlarms = [] } = await aws.cloudwatch.send(
    new DescribeAlarmsCommand({ MaxRecords: MOST_ALARMS, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
  )
  return [...MetricAlarms, ...CompositeAlarms].map(alarm => ({
    name: alarm.AlarmName ?? '',
    state: alarm.StateValue ?? 'INSUFFICIENT_DATA',
    reason: alarm.StateReason ?? '',
    at: timeOf(alarm.StateUpdatedTimestamp),
  }))
}

async function readActivities(aws: Aws): Promise<MetricsDto['activities']> {
  const { ScalingActivities = [] } = await aws.autoScaling.send(
    new DescribeScalingActivitiesCommand({ ServiceNamespace: 'ecs', MaxResults: MOST_ACTIVITIES }),
  )
  return ScalingActivities.map(activity => ({
    at: timeOf(activity.StartTime),
    text: activity.Description ?? '',
    cause: activity.Cause ?? '',
    status: activity.StatusCode ?? '',
  }))
}
