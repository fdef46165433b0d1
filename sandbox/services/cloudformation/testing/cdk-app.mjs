/* An app of CDK in every form that the test deploys, each synthesized into a folder of its own: `node cdk-app.mjs <folder>`. */
import path from 'node:path'
import { App, CfnOutput, RemovalPolicies, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { Schedule } from 'aws-cdk-lib/aws-applicationautoscaling'
import { Port, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2'
import { Cluster, ContainerImage } from 'aws-cdk-lib/aws-ecs'
import {
  ApplicationLoadBalancedFargateService,
  ApplicationMultipleTargetGroupsFargateService,
  NetworkLoadBalancedFargateService,
  NetworkMultipleTargetGroupsFargateService,
  ScheduledFargateTask,
} from 'aws-cdk-lib/aws-ecs-patterns'
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Bucket } from 'aws-cdk-lib/aws-s3'
import { StringParameter } from 'aws-cdk-lib/aws-ssm'

const [, , folder = 'cdk.out'] = process.argv

/** Two stacks, the second with the first one's bucket. */
function app(form, { logs = '/app/one', retention = RetentionDays.ONE_DAY, parameters = {} } = {}) {
  const made = new App({ outdir: path.join(folder, form), analyticsReporting: false })
  const data = new Stack(made, 'Data')
  const bucket = new Bucket(data, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY, versioned: true })
  new CfnOutput(data, 'Name', { value: bucket.bucketName })
  const uses = new Stack(made, 'Uses')
  const role = new Role(uses, 'Role', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') })
  bucket.grantRead(role)
  new LogGroup(uses, 'Log', { logGroupName: logs, removalPolicy: RemovalPolicy.DESTROY })
  new LogGroup(uses, 'Kept', { logGroupName: '/app/kept', retention, removalPolicy: RemovalPolicy.DESTROY })
  for (const [name, stringValue] of Object.entries(parameters)) {
    const parameter = new StringParameter(uses, `Parameter${stringValue}`, {
      parameterName: name,
      stringValue,
    })
    parameter.node.addDependency(uses.node.findChild('Log'), role)
  }
  made.synth()
}

app('first')
app('changed', { logs: '/app/two', retention: RetentionDays.THREE_DAYS })
app('failing', { logs: '/app/three', parameters: { '/app/new': 'New', '/app/taken': 'Taken' } })

/** The patterns of aws-ecs-patterns, in one stack with one network. */
function patterns(form, version) {
  const made = new App({ outdir: path.join(folder, form), analyticsReporting: false })
  const stack = new Stack(made, 'Pattern')
  const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 })
  const cluster = new Cluster(stack, 'Cluster', { vpc })
  const image = ContainerImage.fromRegistry(`public.ecr.aws/slipway/web:${version}`)
  const common = {
    ...{ cluster, desiredCount: 1, minHealthyPercent: 100, assignPublicIp: true },
    taskImageOptions: { image, containerPort: 8080 },
  }
  const breaker = { circuitBreaker: { rollback: true } }
  const web = new ApplicationLoadBalancedFargateService(stack, 'Web', { ...common, ...breaker })
  web.targetGroup.configureHealthCheck({ path: '/health' })
  const open = service => service.connections.allowFromAnyIpv4(Port.tcp(8080))
  open(new NetworkLoadBalancedFargateService(stack, 'Network', { ...common, ...breaker }).service)
  const many = new ApplicationMultipleTargetGroupsFargateService(stack, 'Many', {
    ...common,
    targetGroups: [{ containerPort: 8080 }],
  })
  many.targetGroup.configureHealthCheck({ path: '/health' })
  open(
    new NetworkMultipleTargetGroupsFargateService(stack, 'Ports', {
      ...common,
      loadBalancers: [
        {
          name: 'ports',
          listeners: [
            { name: 'one', port: 80 },
            { name: 'two', port: 81 },
          ],
        },
      ],
      targetGroups: [
        { containerPort: 8080, listener: 'one' },
        { containerPort: 8080, listener: 'two' },
      ],
    }).service,
  )
  new ScheduledFargateTask(stack, 'Yearly', {
    ...{
      cluster,
      schedule: Schedule.cron({ year: '2199' }),
      subnetSelection: { subnetType: SubnetType.PUBLIC },
    },
    scheduledFargateTaskImageOptions: { image, memoryLimitMiB: 512 },
  })
  RemovalPolicies.of(stack).destroy()
  made.synth()
}

patterns('pattern', 1)
patterns('pattern-changed', 2)
