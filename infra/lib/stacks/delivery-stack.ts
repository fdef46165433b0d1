import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { AppBuild } from '../constructs/app-build.ts'
import { BlueGreen } from '../constructs/blue-green.ts'
import type { Context } from '../context.ts'
import type { RegistryStack } from './registry-stack.ts'
import type { ServiceStack } from './service-stack.ts'

export interface DeliveryStackProps extends StackProps {
  readonly context: Pick<Context, 'deployments' | 'retentionDays'>
  readonly registry: RegistryStack
  readonly site: ServiceStack
}

/** From source to production: the build, and with deployments=codedeploy the deployment group. */
export class DeliveryStack extends Stack {
  readonly build: AppBuild
  /** Absent where ECS deploys by itself. */
  readonly blueGreen: BlueGreen | undefined

  constructor(scope: Construct, id: string, { context, registry, site, ...props }: DeliveryStackProps) {
    super(scope, id, { ...props, description: 'Delivery of the uploads app' })
    this.build = new AppBuild(this, 'Build', { context, registry })
    new CfnOutput(this, 'ProjectName', { value: this.build.project.projectName })
    new CfnOutput(this, 'SourceBucketName', { value: this.build.source.bucketName })
    if (context.deployments !== 'codedeploy') return
    this.blueGreen = new BlueGreen(this, 'BlueGreen', { site })
    const { application, deploymentGroupName } = this.blueGreen.group
    new CfnOutput(this, 'ApplicationName', { value: application.applicationName })
    new CfnOutput(this, 'DeploymentGroupName', { value: deploymentGroupName })
    new CfnOutput(this, 'DeployCommand', { value: this.blueGreen.command })
  }
}
