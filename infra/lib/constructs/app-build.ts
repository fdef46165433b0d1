import { RemovalPolicy, Stack } from 'aws-cdk-lib'
import * as codebuild from 'aws-cdk-lib/aws-codebuild'
import * as logs from 'aws-cdk-lib/aws-logs'
import * as s3 from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { acknowledge } from '../acknowledge.ts'
import type { Context } from '../context.ts'
import type { RegistryStack } from '../stacks/registry-stack.ts'

export interface AppBuildProps {
  readonly context: Pick<Context, 'retentionDays'>
  readonly registry: RegistryStack
}

/** Makes the image of a version: takes source.zip from its bucket, builds the Dockerfile in it, and pushes the image. */
export class AppBuild extends Construct {
  readonly project: codebuild.Project
  readonly source: s3.Bucket

  constructor(scope: Construct, id: string, { context, registry }: AppBuildProps) {
    super(scope, id)
    this.source = new s3.Bucket(this, 'Source', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    })
    const logGroup = new logs.LogGroup(this, 'Log', {
      retention: context.retentionDays as logs.RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    this.project = new codebuild.Project(this, 'Project', {
      description: 'Image of the uploads app',
      source: codebuild.Source.s3({ bucket: this.source, path: 'source.zip' }),
      environment: {
        buildImage: codebuild.LinuxBuildImage.STANDARD_7_0,
        computeType: codebuild.ComputeType.SMALL,
        privileged: true,
      },
      environmentVariables: {
        REPOSITORY: { value: registry.uri },
        VERSION: { value: '1' },
      },
      logging: { cloudWatch: { logGroup } },
      buildSpec: codebuild.BuildSpec.fromObject({
        version: 0.2,
        phases: {
          pre_build: {
            commands: [
              'aws ecr get-login-password | docker login --username AWS --password-stdin "${REPOSITORY%%/*}"',
            ],
          },
          build: {
            commands: ['docker build --build-arg APP_VERSION="$VERSION" -t "$REPOSITORY:$VERSION" .'],
          },
          post_build: { commands: ['docker push "$REPOSITORY:$VERSION"'] },
        },
      }),
    })
    registry.repository.grantPullPush(this.project)
    acknowledge(this.project, this.findings())
    acknowledge(this.source, { S1: 'It holds one archive of source code, which only the build reads.' })
  }

  /** Of cdk-nag, each with its reason. */
  private findings(): Record<string, string> {
    const itsOwn = 'It is in the policy that the CDK gives each project, and names this project’s own.'
    const reading = 'grantRead allows all ways of reading, of this one bucket.'
    const project = `<${Stack.of(this).getLogicalId(this.project.node.defaultChild as codebuild.CfnProject)}>`
    const arn = (service: string, rest: string) =>
      `IAM5[Resource::arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${rest}]`
    return {
      CB3: 'docker build needs the engine, and the engine needs the privilege.',
      CB4: 'There are no artifacts to encrypt: the image goes to ECR, which encrypts it.',
      'IAM5[Action::s3:GetBucket*]': reading,
      'IAM5[Action::s3:GetObject*]': reading,
      'IAM5[Action::s3:List*]': reading,
      [arn('logs', `log-group:/aws/codebuild/${project}:*`)]: itsOwn,
      [arn('codebuild', `report-group/${project}-*`)]: itsOwn,
      'IAM5[Resource::*]': 'ecr:GetAuthorizationToken knows no resource.',
    }
  }
}
