import { RemovalPolicy } from 'aws-cdk-lib'
import * as ecs from 'aws-cdk-lib/aws-ecs'
import type * as ecr from 'aws-cdk-lib/aws-ecr'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as logs from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { acknowledge } from '../acknowledge.ts'
import type { Context } from '../context.ts'
import type { DataStack } from '../stacks/data-stack.ts'
import { appImage } from './app-image.ts'
import { APP_PORT } from './front-door.ts'

/** Where the container sees the file system. */
const FILES_DIR = '/files'

export interface AppTaskProps {
  readonly context: Pick<Context, 'image' | 'cpu' | 'memory' | 'retentionDays'>
  readonly data: DataStack
  readonly repository: ecr.IRepository
}

/**
 * The task definition. By the execution role ECS pulls the image, reads the secret and writes the log, before the app starts and
 * around it; by the task role the app reaches bucket and files. Two roles, so that who takes over the app cannot read secrets.
 */
export class AppTask extends Construct {
  readonly definition: ecs.FargateTaskDefinition
  readonly container: ecs.ContainerDefinition
  readonly logGroup: logs.LogGroup

  constructor(scope: Construct, id: string, { context, data, repository }: AppTaskProps) {
    super(scope, id)
    const role = (name: string, description: string) =>
      new iam.Role(this, name, {
        assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com'),
        description,
      })
    const taskRole = role('TaskRole', 'The uploads app itself: its bucket and its files')
    const executionRole = role('ExecutionRole', 'ECS for the uploads app: image, secret and log')
    const { fileSystem, accessPoint } = data.files
    this.definition = new ecs.FargateTaskDefinition(this, 'Definition', {
      cpu: context.cpu,
      memoryLimitMiB: context.memory,
      taskRole,
      executionRole,
      volumes: [
        {
          name: 'files',
          efsVolumeConfiguration: {
            fileSystemId: fileSystem.fileSystemId,
            transitEncryption: 'ENABLED',
            authorizationConfig: { accessPointId: accessPoint.accessPointId, iam: 'ENABLED' },
          },
        },
      ],
    })
    this.logGroup = new logs.LogGroup(this, 'Log', {
      retention: context.retentionDays as logs.RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    this.container = this.definition.addContainer('app', {
      image: appImage(context.image, repository),
      portMappings: [{ containerPort: APP_PORT }],
      environment: { BUCKET: data.uploads.bucket.bucketName, FILES_DIR },
      secrets: { DB_SECRET: ecs.Secret.fromSecretsManager(data.database.secret) },
      logging: ecs.LogDrivers.awsLogs({ logGroup: this.logGroup, streamPrefix: 'app' }),
    })
    this.container.addMountPoints({ sourceVolume: 'files', containerPath: FILES_DIR, readOnly: false })
    data.uploads.grantUse(taskRole)
    fileSystem.grantReadWrite(taskRole)
    acknowledge(taskRole, {
      // The number in it changes with the construct's path, and the finding then names the new one.
      [`IAM5[Resource::${data.stackName}:ExportsOutputFnGetAttUploadsBucketC4B27CC7Arn515ECA45/uploads/*]`]:
        'The app names its objects by ids that it makes up; it has the whole of uploads/, and nothing beside it.',
    })
    acknowledge(executionRole, { 'IAM5[Resource::*]': 'ecr:GetAuthorizationToken knows no resource.' })
    acknowledge(this.definition, {
      ECS2: 'A bucket’s name and a folder are no secrets; the database’s address and password come by secrets.',
    })
  }
}
