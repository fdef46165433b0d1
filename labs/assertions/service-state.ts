import type { SecurityGroup } from '@aws-sdk/client-ec2'
import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  type Deployment,
  type Service,
  type Task,
} from '@aws-sdk/client-ecs'
import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  type TargetGroup,
  type TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { LabAccount } from '../define.ts'
import { isNotFound } from '../explain-errors.ts'
import { securityGroups } from './security-group-rules.ts'

/** All that one look at a service shows. */
export interface ServiceState {
  service: Service
  /** The deployment that is meant to serve. */
  primary: Deployment
  /** Running and lately stopped tasks of the service, newest first. */
  tasks: Task[]
  targetGroup: TargetGroup | undefined
  targets: TargetHealthDescription[]
  /** Security groups of the tasks. */
  taskGroups: SecurityGroup[]
  /** Ids of the load balancer's security groups. */
  balancerGroupIds: string[]
}

/** The reads that `readService` makes. */
export const SERVICE_READS = [
  'ecs:DescribeServices',
  'ecs:ListTasks',
  'ecs:DescribeTasks',
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeTargetHealth',
  'elasticloadbalancing:DescribeLoadBalancers',
  'ec2:DescribeSecurityGroups',
]

/** The service, or undefined when there is none of that name, or only a deleted one. */
export async function findService(
  { aws }: LabAccount,
  { cluster, service }: { cluster: string; service: string },
): Promise<Service | undefined> {
  try {
    const { services } = await aws.ecs.send(
      new DescribeServicesCommand({ cluster, services: [service], include: ['TAGS'] }),
    )
    return services?.find(({ status }) => status === 'ACTIVE')
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

/** Reads what belongs to the service: tasks, targets, doors. */
export async function readService(account: LabAccount, service: Service): Promise<ServiceState> {
  const primary = service.deployments?.find(({ status }) => status === 'PRIMARY') ?? {}
  const tasks = await readTasks(account, service)
  const targetGroupArn = service.loadBalancers?.[0]?.targetGroupArn
  const targetGroup = targetGroupArn ? await findTargetGroup(account, targetGroupArn) : undefined
  const targets = targetGroup ? await readTargets(account, targetGroup) : []
  const taskGroups = await securityGroups(
    account,
    service.networkConfiguration?.awsvpcConfiguration?.securityGroups ?? [],
  )
  const balancerGroupIds = targetGroup ? await readBalancerGroups(account, targetGroup) : []
  return { service, primary, tasks, targetGroup, targets, taskGroups, balancerGroupIds }
}

async function readTasks(
  { aws }: LabAccount,
  { clusterArn: cluster, serviceName }: Service,
): Promise<Task[]> {
  const arns: string[] = []
  for (const desiredStatus of ['RUNNING', 'STOPPED'] as const) {
    const { taskArns = [] } = await aws.ecs.send(
      new ListTasksCommand({ cluster, serviceName, desiredStatus, maxResults: 50 }),
    )
    arns.push(...taskArns)
  }
  if (arns.length === 0) return []
  const { tasks = [] } = await aws.ecs.send(new DescribeTasksCommand({ cluster, tasks: arns }))
  return tasks.toSorted((one, other) => Number(other.createdAt ?? 0) - Number(one.createdAt ?? 0))
}

async function findTargetGroup({ aws }: LabAccount, arn: string) {
  try {
    const answer = await aws.elbv2.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [arn] }))
    return answer.TargetGroups?.[0]
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

async function readTargets({ aws }: LabAccount, { TargetGroupArn }: TargetGroup) {
  const answer = await aws.elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn }))
  return answer.TargetHealthDescriptions ?? []
}

async function readBalancerGroups({ aws }: LabAccount, { LoadBalancerArns }: TargetGroup): Promise<string[]> {
  if (!LoadBalancerArns?.length) return []
  const { LoadBalancers = [] } = await aws.elbv2.send(new DescribeLoadBalancersCommand({ LoadBalancerArns }))
  return LoadBalancers.flatMap(({ SecurityGroups = [] }) => SecurityGroups)
}

/** The first six digits of a task's id, as the lessons and the Map show it. */
export function shortTaskId(taskArn = ''): string {
  return (taskArn.split('/').at(-1) ?? '').slice(0, 6)
}
