import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib'
import * as ecr from 'aws-cdk-lib/aws-ecr'
import type { Construct } from 'constructs'
import type { Context } from '../context.ts'

export interface RegistryStackProps extends StackProps {
  readonly context: Pick<Context, 'protect'>
}

/** The repository of the app's images: scanned as they come, never overwritten, and the newest twenty kept. */
export class RegistryStack extends Stack {
  readonly repository: ecr.Repository
  /** Where docker finds it, as ECR says itself: the name that the CDK composes is right on AWS only. */
  readonly uri: string

  constructor(scope: Construct, id: string, { context, ...props }: RegistryStackProps) {
    super(scope, id, { ...props, description: 'Images of the uploads app' })
    this.repository = new ecr.Repository(this, 'Repository', {
      imageScanOnPush: true,
      // A tag that can move would let a rollback bring the broken version back.
      imageTagMutability: ecr.TagMutability.IMMUTABLE,
      lifecycleRules: [
        {
          rulePriority: 1,
          description: 'Parts of builds',
          tagStatus: ecr.TagStatus.UNTAGGED,
          maxImageAge: Duration.days(1),
        },
        { rulePriority: 2, description: 'Enough to roll back to', maxImageCount: 20 },
      ],
      removalPolicy: context.protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      emptyOnDelete: !context.protect,
    })
    this.uri = (this.repository.node.defaultChild as ecr.CfnRepository).attrRepositoryUri
    new CfnOutput(this, 'RepositoryUri', { value: this.uri })
  }
}
