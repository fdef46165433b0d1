import { Duration } from 'aws-cdk-lib'
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import type * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as ecs from 'aws-cdk-lib/aws-ecs'
import { Construct } from 'constructs'
import { acknowledge } from '../acknowledge.ts'
import type { Context } from '../context.ts'
import type { AppTask } from './app-task.ts'
import { APP_PORT, type FrontDoor } from './front-door.ts'
import { RequestScaling } from './request-scaling.ts'

/** ECS's own strategies, by our names. */
const STRATEGIES = {
  rolling: ecs.DeploymentStrategy.ROLLING,
  'blue-green': ecs.DeploymentStrategy.BLUE_GREEN,
  linear: ecs.DeploymentStrategy.LINEAR,
  canary: ecs.DeploymentStrategy.CANARY,
} as const

export interface AppServiceProps {
  readonly context: Pick<Context, 'deployments' | 'minTasks' | 'maxTasks' | 'requestsPerTask'>
  readonly cluster: ecs.ICluster
  readonly task: AppTask
  readonly door: FrontDoor
  readonly subnets: ec2.SubnetSelection
  readonly securityGroup: ec2.ISecurityGroup
  /** A deployment by ECS is rolled back when one of them goes off. */
  readonly alarms: cloudwatch.Alarm[]
}

/**
 * The Fargate service. With CodeDeploy, ECS only runs what CodeDeploy tells it; otherwise ECS deploys, guarded by the circuit
 * breaker and the alarms. How many tasks run is autoscaling's business: a count here would set them back at every deployment.
 */
export class AppService extends Construct {
  readonly service: ecs.FargateService

  constructor(scope: Construct, id: string, props: AppServiceProps) {
    super(scope, id)
    const { context, cluster, task, door, subnets, securityGroup } = props
    this.service = new ecs.FargateService(this, 'Service', {
      cluster,
      taskDefinition: task.definition,
      vpcSubnets: subnets,
      securityGroups: [securityGroup],
      assignPublicIp: false,
      healthCheckGracePeriod: Duration.seconds(60),
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      propagateTags: ecs.PropagatedTagSource.SERVICE,
      ...deploymentProps(context.deployments, props.alarms),
    })
    door.blue.addTarget(this.target(context.deployments, door))
    acknowledge(this.service, {
      'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers]':
        'AWS keeps this policy in step with what ECS calls when it shifts traffic; one of ours would fall behind.',
    })
    const scaling = this.service.autoScaleTaskCount({
      minCapacity: context.minTasks,
      maxCapacity: context.maxTasks,
    })
    scaling.scaleOnCpuUtilization('Cpu', {
      targetUtilizationPercent: 70,
      scaleOutCooldown: Duration.seconds(60),
      scaleInCooldown: Duration.minutes(5),
    })
    new RequestScaling(this, 'Requests', { scaling, door, requestsPerTask: context.requestsPerTask })
  }

  private target(deployments: Context['deployments'], door: FrontDoor): ecs.IEcsLoadBalancerTarget {
    const target = { containerName: 'app', containerPort: APP_PORT }
    if (deployments === 'codedeploy' || deployments === 'rolling')
      return this.service.loadBalancerTarget(target)
    const rule = (listener: typeof door.testListener, first: typeof door.blue) =>
      ecs.ListenerRuleConfiguration.applicationListenerRule(door.ruleForBoth(listener, first))
    return this.service.loadBalancerTarget({
      ...target,
      alternateTarget: new ecs.AlternateTarget('Alternate', {
        alternateTargetGroup: door.green,
        productionListener: rule(door.productionListener, door.blue),
        testListener: rule(door.testListener, door.green),
      }),
    })
  }
}

function deploymentProps(
  deployments: Context['deployments'],
  alarms: cloudwatch.Alarm[],
): Partial<ecs.FargateServiceProps> {
  if (deployments === 'codedeploy') {
    return { deploymentController: { type: ecs.DeploymentControllerType.CODE_DEPLOY } }
  }
  return {
    deploymentStrategy: STRATEGIES[deployments],
    circuitBreaker: { rollback: true },
    deploymentAlarms: {
      alarmNames: alarms.map(({ alarmName }) => alarmName),
      behavior: ecs.AlarmBehavior.ROLLBACK_ON_ALARM,
    },
    ...(deployments !== 'rolling' && { bakeTime: Duration.minutes(5) }),
    ...(deployments === 'linear' && {
      linearConfiguration: { stepPercent: 25, stepBakeTime: Duration.minutes(1) },
    }),
    ...(deployments === 'canary' && {
      canaryConfiguration: { stepPercent: 10, stepBakeTime: Duration.minutes(5) },
    }),
  }
}
