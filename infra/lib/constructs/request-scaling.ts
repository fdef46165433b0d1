import { CfnScalingPolicy, type ScalableTarget } from 'aws-cdk-lib/aws-applicationautoscaling'
import type { ApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import type { ScalableTaskCount } from 'aws-cdk-lib/aws-ecs'
import { Construct } from 'constructs'
import type { FrontDoor } from './front-door.ts'

export interface RequestScalingProps {
  readonly scaling: ScalableTaskCount
  readonly door: FrontDoor
  /** Requests a minute. */
  readonly requestsPerTask: number
}

/**
 * As many tasks as the requests need. AWS's own metric for it, ALBRequestCountPerTarget, names one target group, and every
 * blue/green deployment moves the visitors to the other; so this adds up both. The CDK's own policies take no metric math.
 */
export class RequestScaling extends Construct {
  constructor(scope: Construct, id: string, { scaling, door, requestsPerTask }: RequestScalingProps) {
    super(scope, id)
    const target = scaling.node.findChild('Target') as ScalableTarget
    new CfnScalingPolicy(this, 'Policy', {
      policyName: this.node.path.replaceAll('/', ''),
      policyType: 'TargetTrackingScaling',
      scalingTargetId: target.scalableTargetId,
      targetTrackingScalingPolicyConfiguration: {
        targetValue: requestsPerTask,
        scaleOutCooldown: 60,
        scaleInCooldown: 300,
        customizedMetricSpecification: {
          metrics: [
            // The group that serves nobody may have no numbers at all.
            { id: 'both', expression: 'FILL(blue, 0) + FILL(green, 0)', returnData: true },
            { id: 'blue', metricStat: requestsOf(door.blue), returnData: false },
            { id: 'green', metricStat: requestsOf(door.green), returnData: false },
          ],
        },
      },
    })
  }
}

/** Requests for each task of a target group: as a Sum, says AWS, although it is an average over the tasks. */
function requestsOf(group: ApplicationTargetGroup): CfnScalingPolicy.TargetTrackingMetricStatProperty {
  return {
    metric: {
      namespace: 'AWS/ApplicationELB',
      metricName: 'RequestCountPerTarget',
      dimensions: [{ name: 'TargetGroup', value: group.targetGroupFullName }],
    },
    stat: 'Sum',
  }
}
