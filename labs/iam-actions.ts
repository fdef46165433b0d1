/** IAM's prefix of a service, where the SDK's or the command line's name of it is another. */
const PREFIXES: Record<string, string> = {
  'application-auto-scaling': 'application-autoscaling',
  'cloudwatch-logs': 'logs',
  deploy: 'codedeploy',
  efs: 'elasticfilesystem',
  'elastic-load-balancing-v2': 'elasticloadbalancing',
  elbv2: 'elasticloadbalancing',
  eventbridge: 'events',
  'resource-groups-tagging-api': 'tag',
  resourcegroupstaggingapi: 'tag',
  s3api: 's3',
  'secrets-manager': 'secretsmanager',
}

/** The action of an operation, where it is called otherwise (AWS's Service Authorization Reference). */
const RENAMED: Record<string, string[]> = {
  'ecr:GetLoginPassword': ['ecr:GetAuthorizationToken'],
  'lambda:Invoke': ['lambda:InvokeFunction'],
  's3:AbortMultipartUpload': ['s3:AbortMultipartUpload'],
  's3:Cp': ['s3:GetObject', 's3:ListBucket', 's3:PutObject'],
  's3:CreateMultipartUpload': ['s3:PutObject'],
  's3:DeleteBucketTagging': ['s3:PutBucketTagging'],
  's3:DeleteObjects': ['s3:DeleteObject', 's3:DeleteObjectVersion'],
  's3:GetBucketNotificationConfiguration': ['s3:GetBucketNotification'],
  's3:HeadBucket': ['s3:ListBucket'],
  's3:HeadObject': ['s3:GetObject'],
  's3:ListBuckets': ['s3:ListAllMyBuckets'],
  's3:ListMultipartUploads': ['s3:ListBucketMultipartUploads'],
  's3:ListObjects': ['s3:ListBucket'],
  's3:ListObjectsV2': ['s3:ListBucket'],
  's3:ListObjectVersions': ['s3:ListBucketVersions'],
  's3:Ls': ['s3:ListAllMyBuckets', 's3:ListBucket'],
  's3:Mb': ['s3:CreateBucket'],
  's3:PutBucketNotificationConfiguration': ['s3:PutBucketNotification'],
  's3:Rb': ['s3:DeleteBucket'],
  's3:Rm': ['s3:DeleteObject', 's3:ListBucket'],
  's3:Sync': ['s3:GetObject', 's3:ListBucket', 's3:PutObject'],
}

/** The action that setting tags is, for those whose create operations ask for it. */
const TAGGING: Record<string, string> = {
  ec2: 'ec2:CreateTags',
  elasticloadbalancing: 'elasticloadbalancing:AddTags',
  iam: 'iam:TagRole',
  rds: 'rds:AddTagsToResource',
  s3: 's3:PutBucketTagging',
  ssm: 'ssm:AddTagsToResource',
}

const ECR_PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']
const ECR_PUSH = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:CompleteLayerUpload',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
]

/** What CloudFormation calls in the name of who creates a stack, by the types of the resources in it. */
const TYPES: Record<string, string[]> = {
  'AWS::EC2::SecurityGroup': [
    'ec2:AuthorizeSecurityGroupIngress',
    'ec2:CreateSecurityGroup',
    'ec2:CreateTags',
  ],
  'AWS::ECS::Cluster': ['ecs:CreateCluster', 'ecs:TagResource'],
  'AWS::ECS::Service': ['ecs:CreateService', 'ecs:TagResource'],
  'AWS::ECS::TaskDefinition': ['ecs:RegisterTaskDefinition', 'ecs:TagResource'],
  'AWS::ElasticLoadBalancingV2::Listener': [
    'elasticloadbalancing:AddTags',
    'elasticloadbalancing:CreateListener',
  ],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': [
    'elasticloadbalancing:AddTags',
    'elasticloadbalancing:CreateLoadBalancer',
  ],
  'AWS::ElasticLoadBalancingV2::TargetGroup': [
    'elasticloadbalancing:AddTags',
    'elasticloadbalancing:CreateTargetGroup',
  ],
  'AWS::IAM::Role': ['iam:AttachRolePolicy', 'iam:CreateRole', 'iam:PutRolePolicy', 'iam:TagRole'],
  'AWS::Logs::LogGroup': ['logs:CreateLogGroup', 'logs:TagResource'],
  'AWS::SSM::Parameter': ['ssm:AddTagsToResource', 'ssm:PutParameter'],
}

/** Actions that a template's resources need to be created. A type that is not known here throws: it would be forgotten. */
export function actionsOfTemplate(template: string): string[] {
  return [...template.matchAll(/^ {4}Type: (AWS::\S+)$/gm)].flatMap(([, type = '']) => {
    const actions = TYPES[type]
    if (!actions)
      throw new Error(`labs/iam-actions.ts does not know the actions of ${type}: add it to TYPES.`)
    return actions
  })
}

/** What AWS asks for beside an action, in the name of the same caller. */
export const IMPLIED: Record<string, string[]> = {
  'ecs:CreateCluster': ['iam:CreateServiceLinkedRole'],
  'ecs:RegisterTaskDefinition': ['iam:PassRole'],
  'ecs:UpdateService': ['iam:PassRole'],
  'codedeploy:CreateDeploymentGroup': ['iam:PassRole'],
  'lambda:CreateFunction': ['iam:PassRole'],
  'codebuild:CreateProject': ['iam:PassRole'],
  'events:PutTargets': ['iam:PassRole'],
  'elasticfilesystem:CreateMountTarget': [
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
  ],
  'elasticfilesystem:DeleteMountTarget': ['ec2:DeleteNetworkInterface'],
  'elasticfilesystem:CreateFileSystem': ['elasticfilesystem:TagResource'],
  'rds:CreateDBInstance': ['secretsmanager:CreateSecret', 'secretsmanager:TagResource'],
}

/** Actions of the SDK's operation of a client package such as `cloudwatch-logs`. */
export function actionOfOperation(client: string, operation: string): string[] {
  const action = `${PREFIXES[client] ?? client}:${operation}`
  return RENAMED[action] ?? [action]
}

/** Actions of every `aws` and `docker` call in a line of shell. */
export function actionsOfCommand(command: string): string[] {
  const called = [
    ...command.matchAll(/\baws ([a-z][a-z0-9-]+) (wait )?([a-z][a-z0-9-]+)((?:(?!\baws )[^|;&])*)/g),
  ].flatMap(([, service = '', wait, name = '', rest = '']) => {
    const prefix = PREFIXES[service] ?? service
    if (wait) return actionOfOperation(service, waitsBy(name))
    const tags = /--tags\b|--tag-specifications\b/.test(rest)
      ? [TAGGING[prefix] ?? `${prefix}:TagResource`]
      : []
    return [...actionOfOperation(service, pascal(name)), ...tags]
  })
  const docker = [
    ...(/\bdocker (image )?push\b/.test(command) ? ECR_PUSH : []),
    ...(/\bdocker (image )?pull\b/.test(command) ? ECR_PULL : []),
  ]
  return [...called, ...docker]
}

/** What a waiter such as `tasks-stopped` asks again and again. */
function waitsBy(waiter: string): string {
  const thing = waiter.replace(
    /-(available|active|complete|completed|deleted|exists|in-service|inactive|running|stable|stopped|successful|v2)+$/,
    '',
  )
  return `Describe${pascal(thing)}`
}

/** `create-db-instance` as `CreateDBInstance`. */
function pascal(name: string): string {
  return name
    .split('-')
    .map(word => (word === 'db' ? 'DB' : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('')
}
