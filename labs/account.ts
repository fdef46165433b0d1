import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { EC2Client } from '@aws-sdk/client-ec2'
import { ECSClient } from '@aws-sdk/client-ecs'
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import { IAMClient } from '@aws-sdk/client-iam'
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api'
import { STSClient } from '@aws-sdk/client-sts'
import type { Aws, LabAccount } from './define.ts'
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
  /** Told of each AWS request by its IAM action, such as `ecs:DescribeServices`. */
  onRequest?: (action: string) => void
}

/** An account's SDK clients, made at first use, and its view of the web. Throttling is retried, with growing pauses. */
export function openAccount(options: AccountOptions): LabAccount {
  if (options.endpoint) refuseMetadataHost(new URL(options.endpoint).hostname)
  const config = {
    region: options.region,
    credentials: options.credentials,
    endpoint: options.endpoint,
    maxAttempts: 5,
    retryMode: 'standard',
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 20_000 },
  }
  const lazily = <T extends object>(prefix: string, make: () => T) => {
    let client: T | undefined
    return () => (client ??= observe(make(), prefix, options.onRequest))
  }
  const ecs = lazily('ecs', () => new ECSClient(config))
  const ec2 = lazily('ec2', () => new EC2Client(config))
  const elbv2 = lazily('elasticloadbalancing', () => new ElasticLoadBalancingV2Client(config))
  const logs = lazily('logs', () => new CloudWatchLogsClient(config))
  const iam = lazily('iam', () => new IAMClient(config))
  const sts = lazily('sts', () => new STSClient(config))
  const tagging = lazily('tag', () => new ResourceGroupsTaggingAPIClient(config))
  const aws: Aws = {
    get ecs() {
      return ecs()
    },
    get ec2() {
      return ec2()
    },
    get elbv2() {
      return elbv2()
    },
    get logs() {
      return logs()
    },
    get iam() {
      return iam()
    },
    get sts() {
      return sts()
    },
    get tagging() {
      return tagging()
    },
  }
  return {
    accountId: options.accountId,
    region: options.region,
    aws,
    http: (url, { timeoutMs = 10_000 } = {}) => httpGet(url, { timeoutMs, proxy: options.httpProxy }),
  }
}

/** Reports each call by its IAM action, and remembers the action of one that failed. */
function observe<T extends object>(client: T, prefix: string, onRequest?: (action: string) => void): T {
  const sender = client as { send(command: object, ...rest: unknown[]): Promise<unknown> }
  const send = sender.send.bind(client)
  sender.send = async (command, ...rest) => {
    const action = `${prefix}:${command.constructor.name.replace(/Command$/, '')}`
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
