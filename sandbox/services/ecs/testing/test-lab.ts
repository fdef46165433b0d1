import { setTimeout as sleep } from 'node:timers/promises'
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  CreateClusterCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs'
import type { ContainerDefinition, Service, Task } from '@aws-sdk/client-ecs'
import { EC2Client, DescribeSubnetsCommand, DescribeVpcsCommand } from '@aws-sdk/client-ec2'
import { AuthorizeSecurityGroupIngressCommand, CreateSecurityGroupCommand } from '@aws-sdk/client-ec2'
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { catalogue } from '../../../../scripts/catalogue.ts'
import { startSandbox } from '../../../start.ts'
import type { RunningSandbox, SandboxOptions } from '../../../start.ts'

const REGION = 'eu-west-1'
const ROOT = new URL('../../../../', import.meta.url).pathname

export const CATALOGUE = catalogue(ROOT)

/** A practice account with SDK clients, cluster `lab`, log group `/lab/web` and an execution role. */
export interface TestLab {
  accountId: string
  clients: ReturnType<typeof clientsOf>
  subnets: string[]
  securityGroup: string
  executionRoleArn: string
}

/** Settings of a test's own practice account. */
export function startTestSandbox(options: Partial<SandboxOptions> = {}): Promise<RunningSandbox> {
  return startSandbox({ dataDir: ':memory:', catalogue: CATALOGUE, runtime: 'process', ...options })
}

/** Where a practice account answers, and with which key. */
export interface TestAccount {
  endpoint: string
  accountId: string
  accessKeyId: string
  secretAccessKey: string
}

/** A new account, in which time passes `scale` times as fast. */
export function newAccount(sandbox: RunningSandbox, scale = 50): TestAccount {
  const key = sandbox.createAccount()
  sandbox.sandbox.clock.setScale(key.accountId, scale)
  return { endpoint: sandbox.endpoint, ...key }
}

/** Makes what a service needs in an account. */
export async function openTestLab(account: TestAccount): Promise<TestLab> {
  const clients = clientsOf(account.endpoint, account)
  const { ecs, ec2, logs, iam } = clients
  await ecs.send(new CreateClusterCommand({ clusterName: 'lab' }))
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/lab/web' }))
  const { Vpcs } = await ec2.send(new DescribeVpcsCommand({}))
  const { Subnets } = await ec2.send(new DescribeSubnetsCommand({}))
  const group = { GroupName: 'open', Description: 'open', VpcId: Vpcs?.[0]?.VpcId }
  const { GroupId = '' } = await ec2.send(new CreateSecurityGroupCommand(group))
  const open = { IpProtocol: 'tcp', FromPort: 0, ToPort: 65535, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [open] }))
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } },
    ],
  }
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: 'execution', AssumeRolePolicyDocument: JSON.stringify(trust) }),
  )
  return {
    accountId: account.accountId,
    clients,
    subnets: (Subnets ?? []).flatMap(({ SubnetId }) => SubnetId ?? []),
    securityGroup: GroupId,
    executionRoleArn: Role?.Arn ?? '',
  }
}

export function clientsOf(endpoint: string, { accessKeyId, secretAccessKey }: TestAccount) {
  const config = { endpoint, region: REGION, credentials: { accessKeyId, secretAccessKey } }
  return {
    ecs: new ECSClient(config),
    ec2: new EC2Client(config),
    elbv2: new ElasticLoadBalancingV2Client(config),
    logs: new CloudWatchLogsClient(config),
    iam: new IAMClient(config),
  }
}

/** Registers `family` with one web container, its output in `/lab/web`. */
export async function registerWeb(
  lab: TestLab,
  options: { image?: string; family?: string; container?: Partial<ContainerDefinition> } = {},
): Promise<string> {
  const { image = `${CATALOGUE.images[0]?.name}:1`, family = 'web', container } = options
  const { taskDefinition } = await lab.clients.ecs.send(
    new RegisterTaskDefinitionCommand({
      family,
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      executionRoleArn: lab.executionRoleArn,
      containerDefinitions: [
        {
          name: 'web',
          image,
          portMappings: [{ containerPort: 8080 }],
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': '/lab/web',
              'awslogs-region': REGION,
              'awslogs-stream-prefix': 'web',
            },
          },
          ...container,
        },
      ],
    }),
  )
  return taskDefinition?.taskDefinitionArn ?? ''
}

/** A load balancer with a listener that forwards to a new target group. */
export async function openBalancer(
  lab: TestLab,
  healthCheckPath = '/health',
): Promise<{ targetGroupArn: string; dnsName: string }> {
  const { elbv2, ec2 } = lab.clients
  const { Vpcs } = await ec2.send(new DescribeVpcsCommand({}))
  const group = await elbv2.send(
    new CreateTargetGroupCommand({
      Name: 'web',
      Protocol: 'HTTP',
      Port: 8080,
      TargetType: 'ip',
      VpcId: Vpcs?.[0]?.VpcId,
      HealthCheckPath: healthCheckPath,
      HealthCheckIntervalSeconds: 10,
      HealthyThresholdCount: 2,
    }),
  )
  const targetGroupArn = group.TargetGroups?.[0]?.TargetGroupArn ?? ''
  const delay = { Key: 'deregistration_delay.timeout_seconds', Value: '60' }
  await elbv2.send(
    new ModifyTargetGroupAttributesCommand({ TargetGroupArn: targetGroupArn, Attributes: [delay] }),
  )
  const { LoadBalancers } = await elbv2.send(
    new CreateLoadBalancerCommand({ Name: 'web', Subnets: lab.subnets, SecurityGroups: [lab.securityGroup] }),
  )
  await elbv2.send(
    new CreateListenerCommand({
      LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
    }),
  )
  return { targetGroupArn, dnsName: LoadBalancers?.[0]?.DNSName ?? '' }
}

export function networkOf(lab: TestLab) {
  const { subnets, securityGroup } = lab
  return {
    awsvpcConfiguration: { subnets, securityGroups: [securityGroup], assignPublicIp: 'ENABLED' as const },
  }
}

export async function describeService(lab: TestLab, name = 'web'): Promise<Service> {
  const { services } = await lab.clients.ecs.send(
    new DescribeServicesCommand({ cluster: 'lab', services: [name] }),
  )
  if (!services?.[0]) throw new Error(`There is no service ${name}.`)
  return services[0]
}

export async function describeTask(lab: TestLab, task: string): Promise<Task> {
  const { tasks } = await lab.clients.ecs.send(new DescribeTasksCommand({ cluster: 'lab', tasks: [task] }))
  if (!tasks?.[0]) throw new Error(`There is no task ${task}.`)
  return tasks[0]
}

export async function listTasks(lab: TestLab): Promise<string[]> {
  const { taskArns } = await lab.clients.ecs.send(new ListTasksCommand({ cluster: 'lab' }))
  return taskArns ?? []
}

/** Asks until the answer is right; fails with the last answer. */
export async function until<T>(
  ask: () => Promise<T>,
  isRight: (answer: T) => boolean,
  timeoutMs = 60_000,
): Promise<T> {
  const end = Date.now() + timeoutMs
  for (;;) {
    const answer = await ask()
    if (isRight(answer)) return answer
    if (Date.now() > end) {
      throw new Error(`Not so after ${timeoutMs} ms. The last answer: ${JSON.stringify(answer, null, 1)}`)
    }
    await sleep(100)
  }
}

/** Whether a service has one deployment and all its tasks, as the waiter ServicesStable sees it. */
export function isStable(service: Service): boolean {
  const { deployments = [], runningCount, desiredCount } = service
  return (
    deployments.length === 1 && runningCount === desiredCount && deployments[0]?.rolloutState === 'COMPLETED'
  )
}
