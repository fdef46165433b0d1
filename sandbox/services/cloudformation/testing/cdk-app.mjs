/* An app of CDK in every form that the test deploys, each synthesized into a folder of its own: `node cdk-app.mjs <folder>`. */
import path from 'node:path'
import { App, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { ContainerImage } from 'aws-cdk-lib/aws-ecs'
import { ApplicationLoadBalancedFargateService } from 'aws-cdk-lib/aws-ecs-patterns'
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

const pattern = new App({ outdir: path.join(folder, 'pattern'), analyticsReporting: false })
const service = new ApplicationLoadBalancedFargateService(new Stack(pattern, 'Pattern'), 'Service', {
  ...{ desiredCount: 1, minHealthyPercent: 100, circuitBreaker: { rollback: true } },
  taskImageOptions: {
    image: ContainerImage.fromRegistry('public.ecr.aws/slipway/web:1'),
    containerPort: 8080,
  },
})
service.targetGroup.configureHealthCheck({ path: '/health' })
pattern.synth()
