import type { SecurityGroup } from '@aws-sdk/client-ec2'
import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  type LoadBalancer,
  type NetworkConfiguration,
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

/** One version of a service and its tasks: a deployment, or of a service of CodeDeploy a task set. */
export interface Version {
  id: string | undefined
  primary: boolean
  runningCount: number
  /** Such as COMPLETED; undefined while nobody says. */
  rolloutState: string | undefined
  taskDefinition: string | undefined
  loadBalancers: LoadBalancer[]
  networkConfiguration: NetworkConfiguration | undefined
}

/** All that one look at a service shows. */
export interface ServiceState {
  service: Service
  /** The version that is meant to serve. */
  primary: Version
  /** Those that are going. */
  older: Version[]
  /** Running and lately stopped tasks of the service, newest first. */
  tasks: Task[]
  /** The first in which any stand. */
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

/** The versions of a service; those of CodeDeploy have task sets in place of deployments. */
export function versionsOf(service: Service): Version[] {
  const { deployments = [], taskSets = [], networkConfiguration, loadBalancers = [] } = service
  if (taskSets.length === 0) {
    return deployments.map(({ id, status, runningCount = 0, rolloutState, taskDefinition }) => ({
      ...{ id, primary: status === 'PRIMARY', runningCount, rolloutState, loadBalancers },
      ...{ taskDefinition: taskDefinition ?? service.taskDefinition, networkConfiguration },
    }))
  }
  return taskSets.map(taskSet => ({
    id: taskSet.id,
    primary: taskSet.status === 'PRIMARY',
    runningCount: taskSet.runningCount ?? 0,
    rolloutState: taskSet.stabilityStatus === 'STEADY_STATE' ? 'COMPLETED' : taskSet.stabilityStatus,
    taskDefinition: taskSet.taskDefinition,
    loadBalancers: taskSet.loadBalancers ?? loadBalancers,
    networkConfiguration: taskSet.networkConfiguration ?? networkConfiguration,
  }))
}

/** The version that is meant to serve; before there is one, what the service itself says. */
export function primaryOf(service: Service): Version {
  const { taskDefinition, loadBalancers = [], networkConfiguration } = service
  return (
    versionsOf(service).find(({ primary }) => primary) ?? {
      ...{ id: undefined, primary: true, runningCount: 0, rolloutState: undefined },
      ...{ taskDefinition, loadBalancers, networkConfiguration },
    }
  )
}

/** The target groups in which a version's tasks may stand: where ECS moves traffic itself, it changes between two. */
export function targetGroupsOf({ loadBalancers }: Version): string[] {
  return loadBalancers
    .flatMap(one => [one.targetGroupArn, one.advancedConfiguration?.alternateTargetGroupArn])
    .filter(arn => arn !== undefined)
}

/** Reads what belongs to the service: tasks, targets, doors. */
export async function readService(account: LabAccount, service: Service): Promise<ServiceState> {
  const primary = primaryOf(service)
  const older = versionsOf(service).filter(version => !version.primary)
  const tasks = await readTasks(account, service)
  const groups = await Promise.all(targetGroupsOf(primary).map(arn => findTargetGroup(account, arn)))
  const filled = await Promise.all(
    groups.map(async group => ({ group, targets: group ? await readTargets(account, group) : [] })),
  )
  const targetGroup = (filled.find(({ targets: own }) => own.length > 0) ?? filled[0])?.group
  const targets = filled.flatMap(({ targets: own }) => own)
  const taskGroups = await securityGroups(
    account,
    primary.networkConfiguration?.awsvpcConfiguration?.securityGroups ?? [],
  )
  const balancerGroupIds = targetGroup ? await readBalancerGroups(account, targetGroup) : []
  return { service, primary, older, tasks, targetGroup, targets, taskGroups, balancerGroupIds }
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
