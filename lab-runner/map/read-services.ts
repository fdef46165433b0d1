import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListClustersCommand,
  ListServicesCommand,
  ListTasksCommand,
  type Service,
  type Task,
} from '@aws-sdk/client-ecs'
import type { LabAccount } from '../../labs/define.ts'
import type { MapDto } from '../contract.ts'

type Ecs = LabAccount['aws']['ecs']

/** What AWS knows of the services and tasks of all clusters. */
export async function readServices(ecs: Ecs): Promise<{ services: Service[]; tasks: Task[] }> {
  const { clusterArns = [] } = await ecs.send(new ListClustersCommand({}))
  const clusters = await Promise.all(clusterArns.map(cluster => readCluster(ecs, cluster)))
  return {
    services: clusters.flatMap(({ services }) => services),
    tasks: clusters.flatMap(({ tasks }) => tasks),
  }
}

/** DescribeServices takes ten services a call, DescribeTasks a hundred tasks. */
async function readCluster(ecs: Ecs, cluster: string): Promise<{ services: Service[]; tasks: Task[] }> {
  const [{ serviceArns = [] }, running, stopped] = await Promise.all([
    ecs.send(new ListServicesCommand({ cluster, maxResults: 10 })),
    ecs.send(new ListTasksCommand({ cluster })),
    ecs.send(new ListTasksCommand({ cluster, desiredStatus: 'STOPPED' })),
  ])
  const taskArns = [...(running.taskArns ?? []), ...(stopped.taskArns ?? [])].slice(0, 100)
  const [services, tasks] = await Promise.all([
    serviceArns.length > 0
      ? ecs.send(new DescribeServicesCommand({ cluster, services: serviceArns }))
      : undefined,
    taskArns.length > 0 ? ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns })) : undefined,
  ])
  return {
    services: (services?.services ?? []).filter(service => service.status !== 'INACTIVE'),
    tasks: tasks?.tasks ?? [],
  }
}

/** A service as the map shows it. */
export function presentService(service: Service): MapDto['services'][number] {
  return {
    cluster: lastPart(service.clusterArn),
    name: service.serviceName ?? '',
    status: service.status ?? '',
    desired: service.desiredCount ?? 0,
    running: service.runningCount ?? 0,
    pending: service.pendingCount ?? 0,
    targetGroups: (service.loadBalancers ?? []).map(
      ({ targetGroupArn }) => targetGroupArn?.split('/')[1] ?? '',
    ),
    deployments: (service.deployments ?? []).map(deployment => ({
      id: deployment.id ?? '',
      status: deployment.status ?? '',
      rolloutState: deployment.rolloutState ?? '',
      taskDefinition: lastPart(deployment.taskDefinition),
      desired: deployment.desiredCount ?? 0,
      running: deployment.runningCount ?? 0,
    })),
  }
}

/** A task as the map shows it; `services` tell which revision serves and which one comes. */
export function presentTask(task: Task, services: Service[]): MapDto['tasks'][number] {
  const container =
    (task.containers ?? []).find(({ exitCode }) => exitCode !== undefined) ?? task.containers?.[0]
  const service = services.find(
    ({ serviceName, clusterArn }) =>
      task.group === `service:${serviceName ?? ''}` && clusterArn === task.clusterArn,
  )
  return {
    id: lastPart(task.taskArn),
    group: task.group ?? '',
    taskDefinition: lastPart(task.taskDefinitionArn),
    role: comes(task, service) ? 'green' : 'blue',
    lastStatus: task.lastStatus ?? '',
    desiredStatus: task.desiredStatus ?? '',
    health: task.healthStatus ?? 'UNKNOWN',
    ip: container?.networkInterfaces?.[0]?.privateIpv4Address ?? null,
    zone: task.availabilityZone ?? '',
    stoppedReason: container?.reason ?? task.stoppedReason ?? null,
    exitCode: container?.exitCode ?? null,
    cpu: task.cpu ?? '',
    memory: task.memory ?? '',
  }
}

/** Green while an older deployment still serves beside the one that the task belongs to. */
function comes(task: Task, service: Service | undefined): boolean {
  const deployments = service?.deployments ?? []
  const primary = deployments.find(({ status }) => status === 'PRIMARY')
  const serving = deployments.find(
    ({ status, taskDefinition, runningCount }) =>
      status === 'ACTIVE' && taskDefinition !== primary?.taskDefinition && (runningCount ?? 0) > 0,
  )
  return serving !== undefined && task.taskDefinitionArn === primary?.taskDefinition
}

function lastPart(arn: string | undefined): string {
  return arn?.split('/').at(-1) ?? ''
}
