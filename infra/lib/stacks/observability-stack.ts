import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import * as logs from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import type { DataStack } from './data-stack.ts'
import type { ServiceStack } from './service-stack.ts'

export interface ObservabilityStackProps extends StackProps {
  readonly data: DataStack
  readonly site: ServiceStack
}

/** One page that says how the app is, and the alarms on what wakes somebody but stops no deployment. */
export class ObservabilityStack extends Stack {
  readonly alarms: cloudwatch.Alarm[]
  readonly dashboard: cloudwatch.Dashboard

  constructor(scope: Construct, id: string, { data, site, ...props }: ObservabilityStackProps) {
    super(scope, id, { ...props, description: 'Its dashboard and alarms' })
    const { instance } = data.database
    const { loadBalancer } = site.door
    const { service } = site.app
    const errorLines = new logs.MetricFilter(this, 'ErrorLines', {
      logGroup: site.task.logGroup,
      // pino's levels: 50 is error, 60 fatal.
      filterPattern: logs.FilterPattern.numberValue('$.level', '>=', 50),
      metricNamespace: this.stackName,
      metricName: 'ErrorLines',
      defaultValue: 0,
    }).metric({ statistic: 'Sum', period: Duration.minutes(1) })
    const alarm = (
      name: string,
      metric: cloudwatch.IMetric,
      threshold: number,
      description: string,
      below = false,
    ) =>
      new cloudwatch.Alarm(this, name, {
        metric,
        threshold,
        evaluationPeriods: 3,
        comparisonOperator: below
          ? cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD
          : cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
        alarmDescription: description,
      })
    this.alarms = [
      alarm('ErrorsInLog', errorLines, 0, 'The app logs errors, minute after minute.'),
      alarm('DatabaseCpu', instance.metricCPUUtilization(), 80, 'The database works at more than 80 %.'),
      alarm(
        'DatabaseSpace',
        instance.metricFreeStorageSpace(),
        2 * 1024 ** 3,
        'The database has less than 2 GiB left; without room it stops.',
        true,
      ),
    ]
    this.dashboard = new cloudwatch.Dashboard(this, 'Dashboard', { defaultInterval: Duration.hours(3) })
    const graph = (title: string, left: cloudwatch.IMetric[], right: cloudwatch.IMetric[] = []) =>
      new cloudwatch.GraphWidget({ title, left, right, width: 12 })
    this.dashboard.addWidgets(
      new cloudwatch.AlarmStatusWidget({ alarms: [...site.alarms.all, ...this.alarms], width: 24 }),
      graph(
        'Requests and errors',
        [loadBalancer.metrics.requestCount()],
        [loadBalancer.metrics.httpCodeTarget(elbv2.HttpCodeTarget.TARGET_5XX_COUNT)],
      ),
      graph('Time to answer', [
        loadBalancer.metrics.targetResponseTime({ statistic: 'p50' }),
        loadBalancer.metrics.targetResponseTime({ statistic: 'p99' }),
      ]),
      graph('Tasks', [service.metricCpuUtilization(), service.metricMemoryUtilization()]),
      graph('Database', [instance.metricCPUUtilization()], [instance.metricDatabaseConnections()]),
    )
    new CfnOutput(this, 'DashboardName', { value: this.dashboard.dashboardName })
  }
}
