import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling'
import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { CodeBuildClient } from '@aws-sdk/client-codebuild'
import { CodeDeployClient } from '@aws-sdk/client-codedeploy'
import { ECRClient } from '@aws-sdk/client-ecr'
import { EFSClient } from '@aws-sdk/client-efs'
import { RDSClient } from '@aws-sdk/client-rds'
import { S3Client } from '@aws-sdk/client-s3'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SSMClient } from '@aws-sdk/client-ssm'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { EC2Client } from '@aws-sdk/client-ec2'
import { ECSClient } from '@aws-sdk/client-ecs'
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { IAMClient } from '@aws-sdk/client-iam'
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api'
import { STSClient } from '@aws-sdk/client-sts'
import type { Aws, LabAccount } from './define.ts'
import { engineHost } from './engine/engine-host.ts'
import { openEngine } from './engine/open-engine.ts'
import { httpGet, refuseMetadataHost } from './http-get.ts'
import { rememberAction } from './explain-errors.ts'

export interface AccountCredentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
}

export interface AccountOptions {
  /** Base URL of all services; AWS's own endpoints when absent. */
  endpoint?: string
  /** Proxy for http URLs, through which load balancers' names resolve; direct when absent. */
  httpProxy?: string
  region: string
  /** Keys, or a provider that renews them. */
  credentials: AccountCredentials | (() => Promise<AccountCredentials & { expiration?: Date }>)
  /** Twelve digits. */
  accountId: string
  /** The Docker Engine's address, as DOCKER_HOST has it; this machine's when absent, null for none. */
  engineHost?: string | null
  /** Told of each AWS request by its IAM action, such as `ecs:DescribeServices`. */
  onRequest?: (action: string) => void
}

type ClientClass<T> = new (config: ClientConfig) => T

interface ClientConfig {
  region: string
  credentials: AccountOptions['credentials']
  endpoint: string | undefined
  maxAttempts: number
  retryMode: string
  requestHandler: { connectionTimeout: number; requestTimeout: number }
  /** S3 alone reads it: a bucket's name before the endpoint's would have to resolve. */
  forcePathStyle: boolean
}

/** Of each service: the prefix of its IAM actions, and its client. */
const services: { [Name in keyof Aws]: [prefix: string, client: ClientClass<Aws[Name]>] } = {
  autoScaling: ['application-autoscaling', ApplicationAutoScalingClient],
  cloudformation: ['cloudformation', CloudFormationClient],
  cloudwatch: ['cloudwatch', CloudWatchClient],
  codebuild: ['codebuild', CodeBuildClient],
  codedeploy: ['codedeploy', CodeDeployClient],
  ec2: ['ec2', EC2Client],
  ecr: ['ecr', ECRClient],
  ecs: ['ecs', ECSClient],
  efs: ['elasticfilesystem', EFSClient],
  elbv2: ['elasticloadbalancing', ElasticLoadBalancingV2Client],
  events: ['events', EventBridgeClient],
  iam: ['iam', IAMClient],
  logs: ['logs', CloudWatchLogsClient],
  rds: ['rds', RDSClient],
  s3: ['s3', S3Client],
  secrets: ['secretsmanager', SecretsManagerClient],
  ssm: ['ssm', SSMClient],
  sts: ['sts', STSClient],
  tagging: ['tag', ResourceGroupsTaggingAPIClient],
}

/** An account's SDK clients, made at first use, and its view of the web. Throttling is retried, with growing pauses. */
export function openAccount(options: AccountOptions): LabAccount {
  if (options.endpoint) refuseMetadataHost(new URL(options.endpoint).hostname)
  const config: ClientConfig = {
    region: options.region,
    credentials: options.credentials,
    endpoint: options.endpoint,
    maxAttempts: 5,
    retryMode: 'standard',
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 20_000 },
    forcePathStyle: options.endpoint !== undefined,
  }
  return {
    accountId: options.accountId,
    region: options.region,
    aws: openClients(config, options.onRequest),
    http: (url, { timeoutMs = 10_000 } = {}) => httpGet(url, { timeoutMs, proxy: options.httpProxy }),
    engine: openEngine(options.engineHost === undefined ? engineHost() : options.engineHost),
  }
}

function openClients(config: ClientConfig, onRequest?: (action: string) => void): Aws {
  const aws = {}
  for (const [name, [prefix, Client]] of Object.entries(services) as [
    string,
    [string, ClientClass<object>],
  ][]) {
    let client: object | undefined
    Object.defineProperty(aws, name, {
      enumerable: true,
      get: () => (client ??= observe(new Client(config), prefix, onRequest)),
    })
  }
  return aws as Aws
}

/** Operations whose IAM action has another name. */
const OTHER_ACTIONS: Record<string, string> = {
  's3:HeadBucket': 's3:ListBucket',
  's3:GetBucketNotificationConfiguration': 's3:GetBucketNotification',
  's3:HeadObject': 's3:GetObject',
  's3:ListObjectsV2': 's3:ListBucket',
}

/** Reports each call by its IAM action, and remembers the action of one that failed. */
function observe<T extends object>(client: T, prefix: string, onRequest?: (action: string) => void): T {
  const sender = client as { send(command: object, ...rest: unknown[]): Promise<unknown> }
  const send = sender.send.bind(client)
  sender.send = async (command, ...rest) => {
    const operation = `${prefix}:${command.constructor.name.replace(/Command$/, '')}`
    const action = OTHER_ACTIONS[operation] ?? operation
    onRequest?.(action)
    try {
      return await send(command, ...rest)
    } catch (error) {
      rememberAction(error, action)
      throw error
    }
  }
  return client
}
