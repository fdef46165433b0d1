import { expect, it } from 'vitest'
import { fakeAccount } from '@slipway/labs/fake-account.ts'
import type { AccountReading } from '../map/read-account.ts'
import { readMetrics } from './read-metrics.ts'

const LB = 'arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/web/50dc6c495c0c9188'
const TG = 'arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/blue/73e2d6bc24d8a067'
const full: AccountReading = {
  loadBalancers: [{ balancer: { LoadBalancerName: 'web', LoadBalancerArn: LB }, listeners: [] }],
  targetGroups: [
    { group: { TargetGroupName: 'blue', TargetGroupArn: TG, LoadBalancerArns: [LB] }, health: [] },
    { group: { TargetGroupName: 'loose', TargetGroupArn: TG, LoadBalancerArns: [] }, health: [] },
  ],
  services: [{ cluster: 'lab', service: { serviceName: 'web' } }],
  tasks: [],
  databases: [],
  publicInterfaces: new Set(),
  taskDefinitions: new Map(),
}
const NOW = 1_800_000_000_000

interface Asked {
  MetricDataQueries: {
    Id: string
    MetricStat: { Metric: { MetricName: string; Dimensions: unknown }; Stat: string; Period: number }
  }[]
  StartTime: Date
  NextToken?: string
}

/** CloudWatch that answers one point a page, and the account's alarms and activities. */
function account() {
  return fakeAccount({
    GetMetricData: ({ MetricDataQueries, NextToken }: Asked) => ({
      MetricDataResults: MetricDataQueries.map(({ Id }, n) => ({
        Id,
        Timestamps: [new Date(NOW - (NextToken ? 60_000 : 120_000))],
        Values: [n / 100],
      })),
      NextToken: NextToken ? undefined : 'more',
    }),
    DescribeAlarms: () => ({
      MetricAlarms: [{ AlarmName: 'busy', StateValue: 'ALARM', StateUpdatedTimestamp: new Date(NOW) }],
    }),
    DescribeScalingActivities: () => ({
      ScalingActivities: [{ StartTime: new Date(NOW), Description: 'Setting desired count to 3.' }],
    }),
  })
}

it('asks for each service and load balancer by its dimensions, and reads all pages', async () => {
  const { aws, sent } = account()
  const metrics = await readMetrics(aws, full, { now: NOW, timeScale: 1 })
  const asked = sent.find(({ name }) => name === 'GetMetricData')?.input as unknown as Asked
  expect(asked.StartTime).toEqual(new Date(NOW - 3_600_000))
  const query = (name: string) =>
    asked.MetricDataQueries.find(({ MetricStat }) => MetricStat.Metric.MetricName === name)?.MetricStat
  expect(query('CPUUtilization')).toMatchObject({
    Period: 60,
    Metric: {
      Dimensions: [
        { Name: 'ClusterName', Value: 'lab' },
        { Name: 'ServiceName', Value: 'web' },
      ],
    },
  })
  expect(query('HealthyHostCount')?.Metric.Dimensions).toEqual([
    { Name: 'LoadBalancer', Value: 'app/web/50dc6c495c0c9188' },
    { Name: 'TargetGroup', Value: 'targetgroup/blue/73e2d6bc24d8a067' },
  ])
  const chart = (id: string) => metrics.charts.find(one => one.id === id)
  expect(chart('latency')?.series[0]).toEqual({
    label: 'web, half',
    points: [
      [NOW - 120_000, 30],
      [NOW - 60_000, 30],
    ],
  })
  expect(chart('tasks')?.series.map(({ label }) => label)).toEqual(['blue'])
  expect(metrics.alarms).toEqual([{ name: 'busy', state: 'ALARM', reason: '', at: NOW }])
  expect(metrics.activities[0]?.text).toBe('Setting desired count to 3.')
})

it('shows less time in finer steps where time runs faster, and empty charts of an empty account', async () => {
  const { aws, sent } = account()
  const empty = { ...full, loadBalancers: [], targetGroups: [], services: [] }
  const metrics = await readMetrics(aws, empty, { now: NOW, timeScale: 60 })
  expect(metrics).toMatchObject({ period: 10, from: NOW - 600_000, to: NOW })
  expect(metrics.charts.every(({ series }) => series.length === 0)).toBe(true)
  expect(sent.some(({ name }) => name === 'GetMetricData')).toBe(false)
})
