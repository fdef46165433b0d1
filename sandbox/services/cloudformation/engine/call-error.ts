/** What a service answered to a call that it refused. */
export class CallError extends Error {
  override readonly name = 'CallError'
  readonly code: string
  readonly status: number
  /** The service's own sentence. */
  readonly text: string

  constructor(service: string, code: string, text: string, status: number, requestId: string) {
    super(
      `${text} (Service: ${SERVICE_NAMES[service] ?? service}, Status Code: ${status}, Request ID: ${requestId})`,
    )
    this.code = code
    this.status = status
    this.text = text
  }
}

const SERVICE_NAMES: Readonly<Record<string, string>> = {
  'application-auto-scaling': 'ApplicationAutoScaling',
  cloudwatch: 'CloudWatch',
  codebuild: 'CodeBuild',
  codedeploy: 'CodeDeploy',
  ec2: 'Ec2',
  ecr: 'Ecr',
  ecs: 'Ecs',
  efs: 'Efs',
  elbv2: 'ElasticLoadBalancingV2',
  events: 'EventBridge',
  iam: 'Iam',
  lambda: 'Lambda',
  logs: 'CloudWatchLogs',
  rds: 'Rds',
  s3: 'S3',
  secretsmanager: 'SecretsManager',
  ssm: 'Ssm',
  sts: 'Sts',
}
