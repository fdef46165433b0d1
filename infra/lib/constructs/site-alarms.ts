import { Duration } from 'aws-cdk-lib'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import { Construct } from 'constructs'
import type { FrontDoor } from './front-door.ts'

export interface SiteAlarmsProps {
  readonly door: FrontDoor
}

/** Alarms on what users feel: errors and slowness. A deployment that sets one off is rolled back. */
export class SiteAlarms extends Construct {
  readonly errors: cloudwatch.Alarm
  readonly slowness: cloudwatch.Alarm

  constructor(scope: Construct, id: string, { door }: SiteAlarmsProps) {
    super(scope, id)
    const { metrics } = door.loadBalancer
    const period = Duration.minutes(1)
    const common = {
      evaluationPeriods: 2,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      // No visitors is no fault.
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    }
    this.errors = new cloudwatch.Alarm(this, 'Errors', {
      ...common,
      metric: metrics.httpCodeTarget(elbv2.HttpCodeTarget.TARGET_5XX_COUNT, { period, statistic: 'Sum' }),
      threshold: 5,
      alarmDescription: 'The app answers more than five requests a minute with 5xx.',
    })
    this.slowness = new cloudwatch.Alarm(this, 'Slowness', {
      ...common,
      metric: metrics.targetResponseTime({ period, statistic: 'p99' }),
      threshold: 2,
      alarmDescription: 'One answer in a hundred takes more than two seconds.',
    })
  }

  /** All of them. */
  get all(): cloudwatch.Alarm[] {
    return [this.errors, this.slowness]
  }
}
