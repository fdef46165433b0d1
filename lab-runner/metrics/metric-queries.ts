import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import type { MetricChart } from '../contract.ts'
import type { AccountReading } from '../map/read-account.ts'

/** More would be no chart that anybody reads, and GetMetricData is paid by the metric. */
const MOST_OF_A_KIND = 4

export interface WantedSeries {
  chart: MetricChart['id']
  label: string
  /** What a value is multiplied by, to be in the chart's unit. */
  factor: number
  query: MetricDataQuery
}

/** One query for each line of each chart, in order. `period` in seconds. */
export function metricQueries(reading: AccountReading, period: number): WantedSeries[] {
  const lines = [...serviceLines(reading), ...loadBalancerLines(reading), ...targetGroupLines(reading)]
  return lines.map(({ chart, label, factor = 1, namespace, name, stat, dimensions }, index) => ({
    chart,
    label,
    factor,
    query: {
      Id: `m${index}`,
      MetricStat: {
        Metric: {
          Namespace: namespace,
          MetricName: name,
          Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        },
        Period: period,
        Stat: stat,
      },
    },
  }))
}

interface Line {
  chart: MetricChart['id']
  label: string
  factor?: number
  namespace: string
  name: string
  stat: string
  dimensions: Record<string, string>
}

function serviceLines(reading: AccountReading): Line[] {
  return reading.services.slice(0, MOST_OF_A_KIND).flatMap(({ cluster, service }) => {
    const label = service.serviceName ?? ''
    const dimensions = { ClusterName: cluster, ServiceName: label }
    const base = { label, namespace: 'AWS/ECS', stat: 'Average', dimensions }
    return [
      { ...base, chart: 'cpu', name: 'CPUUtilization' },
      { ...base, chart: 'memory', name: 'MemoryUtilization' },
    ] satisfies Line[]
  })
}

function loadBalancerLines(reading: AccountReading): Line[] {
  return reading.loadBalancers.slice(0, MOST_OF_A_KIND).flatMap(({ balancer }) => {
    const label = balancer.LoadBalancerName ?? ''
    const dimensions = { LoadBalancer: dimension(balancer.LoadBalancerArn) }
    const base = { namespace: 'AWS/ApplicationELB', dimensions }
    return [
      { ...base, chart: 'requests', label, name: 'RequestCount', stat: 'Sum' },
      {
        ...base,
        chart: 'latency',
        label: `${label}, half`,
        name: 'TargetResponseTime',
        stat: 'p50',
        factor: 1000,
      },
      {
        ...base,
        chart: 'latency',
        label: `${label}, 99 %`,
        name: 'TargetResponseTime',
        stat: 'p99',
        factor: 1000,
      },
      { ...base, chart: 'errors', label: 'from tasks', name: 'HTTPCode_Target_5XX_Count', stat: 'Sum' },
      {
        ...base,
        chart: 'errors',
        label: 'from the load balancer',
        name: 'HTTPCode_ELB_5XX_Count',
        stat: 'Sum',
      },
    ] satisfies Line[]
  })
}

function targetGroupLines(reading: AccountReading): Line[] {
  return reading.targetGroups.slice(0, MOST_OF_A_KIND).flatMap(({ group }) =>
    (group.LoadBalancerArns ?? []).slice(0, 1).map(arn => ({
      chart: 'tasks' as const,
      label: group.TargetGroupName ?? '',
      namespace: 'AWS/ApplicationELB',
      name: 'HealthyHostCount',
      stat: 'Average',
      dimensions: {
        LoadBalancer: dimension(arn),
        TargetGroup: group.TargetGroupArn?.split(':').at(-1) ?? '',
      },
    })),
  )
}

/** `app/web/50dc6c495c0c9188`, as CloudWatch names a load balancer. */
function dimension(arn: string | undefined): string {
  return arn?.split(':loadbalancer/').at(-1) ?? ''
}
