import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib'
import * as ecs from 'aws-cdk-lib/aws-ecs'
import * as logs from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { AppService } from '../constructs/app-service.ts'
import { AppTask } from '../constructs/app-task.ts'
import { FrontDoor } from '../constructs/front-door.ts'
import { revisionOf } from '../constructs/revision.ts'
import { SiteAlarms } from '../constructs/site-alarms.ts'
import type { Context } from '../context.ts'
import type { DataStack } from './data-stack.ts'
import type { NetworkStack } from './network-stack.ts'
import type { RegistryStack } from './registry-stack.ts'

export interface ServiceStackProps extends StackProps {
  readonly context: Context
  readonly network: NetworkStack
  readonly registry: RegistryStack
  readonly data: DataStack
}

/** The app itself: load balancer, task, service, autoscaling, and the alarms that guard its deployments. */
export class ServiceStack extends Stack {
  readonly door: FrontDoor
  readonly task: AppTask
  readonly app: AppService
  readonly alarms: SiteAlarms

  constructor(
    scope: Construct,
    id: string,
    { context, network, registry, data, ...props }: ServiceStackProps,
  ) {
    super(scope, id, { ...props, description: 'Service of the uploads app' })
    const { vpc, loadBalancerGroup, taskGroup, taskSubnets } = network
    const cluster = new ecs.Cluster(this, 'Cluster', {
      vpc,
      enableFargateCapacityProviders: true,
      containerInsightsV2: ecs.ContainerInsights.ENABLED,
    })
    this.door = new FrontDoor(this, 'Door', {
      vpc,
      securityGroup: loadBalancerGroup,
      certificateArn: context.certificateArn,
      testFrom: context.testFrom,
    })
    this.task = new AppTask(this, 'Task', { context, data, repository: registry.repository })
    this.alarms = new SiteAlarms(this, 'Alarms', { door: this.door })
    this.app = new AppService(this, 'App', {
      context,
      cluster,
      task: this.task,
      door: this.door,
      subnets: taskSubnets,
      securityGroup: taskGroup,
      alarms: this.alarms.all,
    })
    // ECS makes this group when the first task reports; made here, it expires, and goes with the stack.
    const insights = new logs.LogGroup(this, 'Insights', {
      logGroupName: `/aws/ecs/containerinsights/${cluster.clusterName}/performance`,
      retention: logs.RetentionDays.ONE_DAY,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    this.app.service.node.addDependency(insights)
    new CfnOutput(this, 'Url', { value: this.door.url })
    new CfnOutput(this, 'ClusterName', { value: cluster.clusterName })
    new CfnOutput(this, 'ServiceName', { value: this.app.service.serviceName })
    new CfnOutput(this, 'LogGroupName', { value: this.task.logGroup.logGroupName })
    if (context.deployments !== 'codedeploy') return
    new CfnOutput(this, 'Revision', { value: revisionOf(this.task.definition.taskDefinitionArn) })
  }
}
