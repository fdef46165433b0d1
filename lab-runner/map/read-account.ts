import { DescribeNetworkInterfacesCommand } from '@aws-sdk/client-ec2'
import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  paginateListClusters,
  paginateListServices,
  paginateListTasks,
  type Service,
  type Task,
  type TaskDefinition,
} from '@aws-sdk/client-ecs'
import {
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTargetHealthCommand,
  paginateDescribeLoadBalancers,
  paginateDescribeTargetGroups,
  type Listener,
  type LoadBalancer,
  type Rule,
  type TargetGroup,
  type TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { paginateDescribeDBInstances, type DBInstance } from '@aws-sdk/client-rds'
import { paginateGetResources } from '@aws-sdk/client-resource-groups-tagging-api'
import type { Aws } from '@slipway/labs/define.ts'
import { LAB_TAG } from '@slipway/labs/resources/resource-kind.ts'

/** What AWS's APIs say about an account, before it is drawn. */
export interface AccountReading {
  loadBalancers: { balancer: LoadBalancer; listeners: { listener: Listener; rules: Rule[] }[] }[]
  targetGroups: { group: TargetGroup; health: TargetHealthDescription[] }[]
  services: { cluster: string; service: Service }[]
  tasks: Task[]
  /** Those with the lab's tag. */
  databases: DBInstance[]
  /** Ids of the lone tasks' network interfaces that have a public address. */
  publicInterfaces: Set<string>
  /** By ARN. */
  taskDefinitions: Map<string, TaskDefinition>
}

/** Task definitions never change, so each is read once. */
export type TaskDefinitionCache = Map<string, TaskDefinition>

const MAX_STOPPED = 10

/**
 * Reads load balancers, target groups, services and tasks of a lab, by its tag. `others`: those without a lab's tag too, in an
 * account where all is the learner's own.
 */
export async function readAccount(
  aws: Aws,
  options: { labId: string; others: boolean; cache: TaskDefinitionCache },
): Promise<AccountReading> {
  const owners = await labsOfArns(aws)
  const isWanted = (arn: string | undefined) =>
    arn !== undefined && (owners.has(arn) ? owners.get(arn) === options.labId : options.others)
  const databaseArns = new Set([...owners.keys()].filter(arn => isWanted(arn) && /:rds:.*:db:/.test(arn)))
  const [databases, loadBalancers, targetGroups, clusters] = await Promise.all([
    readDatabases(aws, databaseArns),
    readLoadBalancers(aws, isWanted),
    readTargetGroups(aws, isWanted),
    readClusters(aws, isWanted),
  ])
  const tasks = clusters.flatMap(cluster => cluster.tasks)
  const services = clusters.flatMap(cluster => cluster.services)
  const arns = new Set([
    ...tasks.map(task => task.taskDefinitionArn),
    ...services.map(({ service }) => service.taskDefinition),
  ])
  const taskDefinitions = await readTaskDefinitions(aws, [...arns], options.cache)
  const publicInterfaces = await readPublicInterfaces(aws, tasks)
  return { loadBalancers, targetGroups, services, tasks, databases, publicInterfaces, taskDefinitions }
}

async function readPublicInterfaces(aws: Aws, tasks: Task[]): Promise<Set<string>> {
  const ids = tasks
    .filter(task => task.lastStatus !== 'STOPPED' && !task.group?.startsWith('service:'))
    .flatMap(task => task.attachments ?? [])
    .flatMap(({ details = [] }) => details)
    .flatMap(({ name, value }) => (name === 'networkInterfaceId' && value ? [value] : []))
  const found = new Set<string>()
  for (const values of chunks(ids, 100)) {
    const { NetworkInterfaces = [] } = await aws.ec2.send(
      new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'network-interface-id', Values: values }] }),
    )
    for (const { NetworkInterfaceId, Association } of NetworkInterfaces) {
      if (NetworkInterfaceId && Association?.PublicIp) found.add(NetworkInterfaceId)
    }
  }
  return found
}

/** By the ARN of each resource that has the tag of a lab: that lab's id. */
async function labsOfArns(aws: Aws): Promise<Map<string, string>> {
  const owners = new Map<string, string>()
  const query = { TagFilters: [{ Key: LAB_TAG }] }
  for await (const page of paginateGetResources({ client: aws.tagging }, query)) {
    for (const { ResourceARN, Tags = [] } of page.ResourceTagMappingList ?? []) {
      const owner = Tags.find(({ Key }) => Key === LAB_TAG)?.Value
      if (ResourceARN && owner !== undefined) owners.set(ResourceARN, owner)
    }
  }
  return owners
}

/** RDS is asked where there is a database alone: only such labs may ask it on AWS. */
async function readDatabases(aws: Aws, arns: Set<string>): Promise<DBInstance[]> {
  const databases: DBInstance[] = []
  if (arns.size === 0) return databases
  for await (const page of paginateDescribeDBInstances({ client: aws.rds }, {})) {
    databases.push(...(page.DBInstances ?? []).filter(({ DBInstanceArn = '' }) => arns.has(DBInstanceArn)))
  }
  return databases
}

async function readLoadBalancers(aws: Aws, isWanted: (arn: string | undefined) => boolean) {
  const balancers: LoadBalancer[] = []
  for await (const page of paginateDescribeLoadBalancers({ client: aws.elbv2 }, {})) {
    balancers.push(...(page.LoadBalancers ?? []).filter(one => isWanted(one.LoadBalancerArn)))
  }
  return Promise.all(
    balancers.map(async balancer => {
      const { Listeners = [] } = await aws.elbv2.send(
        new DescribeListenersCommand({ LoadBalancerArn: balancer.LoadBalancerArn }),
      )
      const listeners = await Promise.all(
        Listeners.map(async listener => {
          const { Rules = [] } = await aws.elbv2.send(
            new DescribeRulesCommand({ ListenerArn: listener.ListenerArn }),
          )
          return { listener, rules: Rules }
        }),
      )
      return { balancer, listeners }
    }),
  )
}

async function readTargetGroups(aws: Aws, isWanted: (arn: string | undefined) => boolean) {
  const groups: TargetGroup[] = []
  for await (const page of paginateDescribeTargetGroups({ client: aws.elbv2 }, {})) {
    groups.push(...(page.TargetGroups ?? []).filter(one => isWanted(one.TargetGroupArn)))
  }
  return Promise.all(
    groups.map(async group => {
      const { TargetHealthDescriptions = [] } = await aws.elbv2.send(
        new DescribeTargetHealthCommand({ TargetGroupArn: group.TargetGroupArn }),
      )
      return { group, health: TargetHealthDescriptions }
    }),
  )
}

async function readClusters(aws: Aws, isWanted: (arn: string | undefined) => boolean) {
  const arns: string[] = []
  for await (const page of paginateListClusters({ client: aws.ecs }, {}))
    arns.push(...(page.clusterArns ?? []))
  const wanted = arns.filter(isWanted)
  if (wanted.length === 0) return []
  const { clusters = [] } = await aws.ecs.send(
    new DescribeClustersCommand({ clusters: wanted.slice(0, 100) }),
  )
  const active = clusters.filter(cluster => cluster.status !== 'INACTIVE')
  return Promise.all(
    active.map(async ({ clusterArn: cluster, clusterName }) => {
      const [services, tasks] = await Promise.all([readServices(aws, cluster), readTasks(aws, cluster)])
      return { services: services.map(service => ({ cluster: clusterName ?? '', service })), tasks }
    }),
  )
}

async function readServices(aws: Aws, cluster: string | undefined): Promise<Service[]> {
  const arns: string[] = []
  for await (const page of paginateListServices({ client: aws.ecs }, { cluster })) {
    arns.push(...(page.serviceArns ?? []))
  }
  const pages = await Promise.all(
    chunks(arns, 10).map(part => aws.ecs.send(new DescribeServicesCommand({ cluster, services: part }))),
  )
  return pages.flatMap(page => page.services ?? []).filter(service => service.status !== 'INACTIVE')
}

async function readTasks(aws: Aws, cluster: string | undefined): Promise<Task[]> {
  const ofStatus = async (desiredStatus: 'RUNNING' | 'STOPPED') => {
    const arns: string[] = []
    for await (const page of paginateListTasks({ client: aws.ecs }, { cluster, desiredStatus })) {
      arns.push(...(page.taskArns ?? []))
    }
    const pages = await Promise.all(
      chunks(arns, 100).map(tasks => aws.ecs.send(new DescribeTasksCommand({ cluster, tasks }))),
    )
    return pages.flatMap(page => page.tasks ?? [])
  }
  const [running, stopped] = await Promise.all([ofStatus('RUNNING'), ofStatus('STOPPED')])
  const newest = stopped.sort(
    (a, b) => timeOf(b.stoppingAt ?? b.createdAt) - timeOf(a.stoppingAt ?? a.createdAt),
  )
  return [...running, ...newest.slice(0, MAX_STOPPED)]
}

async function readTaskDefinitions(
  aws: Aws,
  arns: (string | undefined)[],
  cache: TaskDefinitionCache,
): Promise<Map<string, TaskDefinition>> {
  await Promise.all(
    arns.map(async arn => {
      if (!arn || cache.has(arn)) return
      const { taskDefinition } = await aws.ecs.send(
        new DescribeTaskDefinitionCommand({ taskDefinition: arn }),
      )
      if (taskDefinition) cache.set(arn, taskDefinition)
    }),
  )
  return cache
}

function chunks<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) =>
    items.slice(n * size, (n + 1) * size),
  )
}

export function timeOf(date: Date | undefined): number {
  return date?.getTime() ?? 0
}
