import type {
  Attachment,
  Cluster,
  Container,
  Deployment,
  NetworkBinding,
  Service,
  Tag,
  Task,
  TaskDefinition,
} from '@aws-sdk/client-ecs'
import type { Scope } from '../../store/store.ts'
import { managedAgents } from './exec/agent.ts'
import { instancesOf } from './container-instances.ts'
import { countTasks } from './count-tasks.ts'
import { ecs, tasksOf } from './store.ts'
import { taskSetShape } from './task-set-shape.ts'
import type {
  ClusterDocument,
  ContainerDocument,
  DeploymentDocument,
  ServiceDocument,
  TaskDefinitionDocument,
  TaskDocument,
} from './store.ts'

const date = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms))

/** A cluster as DescribeClusters answers it; tags, settings, statistics and configurations only where they are asked for. */
export function clusterShape(scope: Scope, cluster: ClusterDocument, include: string[] = []): Cluster {
  const tasks = ecs(scope)
    .tasks.values()
    .filter(({ clusterName }) => clusterName === cluster.clusterName)
  const services = ecs(scope)
    .services.values()
    .filter(service => service.clusterName === cluster.clusterName && service.status !== 'INACTIVE')
  const count = (statuses: string[], launchType?: string) =>
    tasks.filter(
      task =>
        statuses.includes(task.lastStatus) && (!launchType || (task.launchType ?? 'FARGATE') === launchType),
    ).length
  const pending = ['PROVISIONING', 'PENDING', 'ACTIVATING']
  const countServices = (status: string, onInstances: boolean) =>
    services.filter(service => service.status === status && (service.launchType === 'EC2') === onInstances)
      .length
  const statistics = {
    runningEC2TasksCount: count(['RUNNING'], 'EC2'),
    runningFargateTasksCount: count(['RUNNING'], 'FARGATE'),
    pendingEC2TasksCount: count(pending, 'EC2'),
    pendingFargateTasksCount: count(pending, 'FARGATE'),
    activeEC2ServiceCount: countServices('ACTIVE', true),
    activeFargateServiceCount: countServices('ACTIVE', false),
    drainingEC2ServiceCount: countServices('DRAINING', true),
    drainingFargateServiceCount: countServices('DRAINING', false),
  }
  return {
    clusterArn: cluster.clusterArn,
    clusterName: cluster.clusterName,
    status: cluster.status,
    registeredContainerInstancesCount: instancesOf(scope, cluster.clusterName).length,
    runningTasksCount: count(['RUNNING']),
    pendingTasksCount: count(pending),
    activeServicesCount: services.filter(({ status }) => status === 'ACTIVE').length,
    statistics: include.includes('STATISTICS')
      ? Object.entries(statistics).map(([name, value]) => ({ name, value: String(value) }))
      : [],
    tags: include.includes('TAGS') ? cluster.tags : [],
    settings: include.includes('SETTINGS') ? cluster.settings : [],
    ...(include.includes('CONFIGURATIONS') && { configuration: cluster.configuration }),
    ...(cluster.serviceConnectDefaults && { serviceConnectDefaults: cluster.serviceConnectDefaults }),
    capacityProviders: cluster.capacityProviders,
    defaultCapacityProviderStrategy: cluster.defaultCapacityProviderStrategy,
  }
}

/** A task definition as AWS answers it; its tags stand beside it. */
export function taskDefinitionShape(document: TaskDefinitionDocument): TaskDefinition {
  const { registeredAt, deregisteredAt, deleteRequestedAt, tags: _tags, ...rest } = document
  return {
    ...rest,
    registeredAt: new Date(registeredAt),
    ...(deregisteredAt !== undefined && { deregisteredAt: new Date(deregisteredAt) }),
    ...(deleteRequestedAt !== undefined && { deleteRequestedAt: new Date(deleteRequestedAt) }),
  }
}

/** A task as DescribeTasks answers it. */
export function taskShape(task: TaskDocument, tags: Tag[] = []): Task {
  return {
    attachments: task.networkMode ? [] : [attachmentShape(task)],
    attributes: [{ name: 'ecs.cpu-architecture', value: 'x86_64' }],
    availabilityZone: task.interface?.availabilityZone,
    ...(task.capacityProviderName && { capacityProviderName: task.capacityProviderName }),
    clusterArn: task.clusterArn,
    ...(task.containerInstanceArn && { containerInstanceArn: task.containerInstanceArn }),
    ...(task.pullStartedAt !== undefined && {
      connectivity: 'CONNECTED',
      connectivityAt: date(task.pullStartedAt),
    }),
    containers: task.containers.map(container => containerShape(task, container)),
    cpu: task.cpu,
    createdAt: date(task.createdAt),
    desiredStatus: task.desiredStatus,
    enableExecuteCommand: task.enableExecuteCommand,
    ...(task.launchType !== 'EC2' && {
      ephemeralStorage: { sizeInGiB: task.ephemeralStorageGiB },
      fargateEphemeralStorage: { sizeInGiB: task.ephemeralStorageGiB },
      platformFamily: 'Linux',
      platformVersion: task.platformVersion,
    }),
    executionStoppedAt: date(task.executionStoppedAt),
    group: task.group,
    healthStatus: task.healthStatus,
    lastStatus: task.lastStatus,
    ...(task.launchType && { launchType: task.launchType }),
    memory: task.memory,
    overrides: task.overrides,
    pullStartedAt: date(task.pullStartedAt),
    pullStoppedAt: date(task.pullStoppedAt),
    startedAt: date(task.startedAt),
    startedBy: task.startedBy,
    stopCode: task.stopCode,
    stoppedAt: date(task.stoppedAt),
    stoppedReason: task.stoppedReason,
    stoppingAt: date(task.stoppingAt),
    tags,
    taskArn: task.taskArn,
    taskDefinitionArn: task.taskDefinitionArn,
    version: task.version,
  }
}

function attachmentShape(task: TaskDocument): Attachment {
  const { interface: eni } = task
  const ended = task.lastStatus === 'STOPPED'
  const status = ended ? 'DELETED' : eni ? 'ATTACHED' : 'PRECREATED'
  const details: Record<string, string> = eni
    ? {
        subnetId: eni.subnetId,
        networkInterfaceId: eni.networkInterfaceId,
        macAddress: eni.macAddress,
        privateDnsName: eni.privateDnsName,
        privateIPv4Address: eni.privateIpAddress,
      }
    : { subnetId: task.network.subnets[0] ?? '' }
  return {
    id: task.attachmentId,
    type: 'ElasticNetworkInterface',
    status,
    details: Object.entries(details).map(([name, value]) => ({ name, value })),
  }
}

function containerShape(task: TaskDocument, container: ContainerDocument): Container {
  return {
    containerArn: container.containerArn,
    taskArn: task.taskArn,
    name: container.name,
    image: container.image,
    ...(container.imageDigest && { imageDigest: container.imageDigest }),
    ...(container.runtimeId && { runtimeId: container.runtimeId }),
    lastStatus: container.lastStatus,
    ...(container.exitCode !== undefined && { exitCode: container.exitCode }),
    ...(container.reason && { reason: container.reason }),
    networkBindings: bindingsOf(task, container),
    networkInterfaces: task.interface
      ? [{ attachmentId: task.attachmentId, privateIpv4Address: task.interface.privateIpAddress }]
      : [],
    healthStatus: container.healthStatus,
    managedAgents: managedAgents(task, container),
    cpu: container.cpu,
    ...(container.memory && { memory: container.memory }),
    ...(container.memoryReservation && { memoryReservation: container.memoryReservation }),
  }
}

/** Ports of a container on an instance: really those of this machine. */
function bindingsOf(task: TaskDocument, { ports, lastStatus }: ContainerDocument): NetworkBinding[] {
  if (!task.networkMode || lastStatus !== 'RUNNING') return []
  return Object.entries(ports).map(([port, real]) => ({
    ...{ bindIP: real.host, containerPort: Number(port), hostPort: real.port, protocol: 'tcp' as const },
  }))
}

/** A service as DescribeServices answers it. */
export function serviceShape(scope: Scope, service: ServiceDocument, withTags = false): Service {
  const tasks = tasksOf(scope, service)
  const { running, pending } = countTasks(tasks)
  const deployments = service.deployments.map(deployment =>
    deploymentShape(
      deployment,
      tasks.filter(({ startedBy }) => startedBy === deployment.id),
    ),
  )
  const primary = service.deployments[0]
  return {
    serviceArn: service.serviceArn,
    serviceName: service.serviceName,
    clusterArn: service.clusterArn,
    loadBalancers: service.loadBalancers,
    serviceRegistries: service.serviceRegistries,
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: running,
    pendingCount: pending,
    ...(service.launchType && { launchType: service.launchType }),
    ...(service.capacityProviderStrategy && { capacityProviderStrategy: service.capacityProviderStrategy }),
    ...(service.launchType !== 'EC2' && {
      platformVersion: service.platformVersion,
      platformFamily: 'Linux',
    }),
    taskDefinition: service.taskDefinition,
    deploymentConfiguration: service.deploymentConfiguration,
    deployments,
    ...(service.taskSets && {
      taskSets: service.taskSets.map(taskSet => taskSetShape(scope, service, taskSet, withTags)),
    }),
    ...(service.loadBalancers.length > 0 && {
      roleArn: `arn:aws:iam::${scope.accountId}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
    }),
    events: service.events.map(event => ({ ...event, createdAt: new Date(event.createdAt) })),
    createdAt: date(service.createdAt),
    ...(primary && { currentServiceDeployment: primary.serviceDeploymentArn }),
    currentServiceRevisions: service.deployments.map((deployment, index) => ({
      arn: deployment.revisionArn,
      requestedTaskCount: deployment.desiredCount,
      runningTaskCount: deployments[index]?.runningCount,
      pendingTaskCount: deployments[index]?.pendingCount,
    })),
    placementConstraints: service.placementConstraints,
    placementStrategy: service.placementStrategy,
    ...(service.networkConfiguration && { networkConfiguration: service.networkConfiguration }),
    healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds,
    schedulingStrategy: service.schedulingStrategy,
    deploymentController: service.deploymentController,
    tags: withTags ? service.tags : [],
    createdBy: service.createdBy,
    enableECSManagedTags: service.enableECSManagedTags,
    propagateTags: service.propagateTags,
    enableExecuteCommand: service.enableExecuteCommand,
    availabilityZoneRebalancing: service.availabilityZoneRebalancing,
    resourceManagementType: 'CUSTOMER',
  }
}

function deploymentShape(deployment: DeploymentDocument, tasks: TaskDocument[]): Deployment {
  const { running, pending } = countTasks(tasks)
  return {
    id: deployment.id,
    status: deployment.status,
    taskDefinition: deployment.taskDefinition,
    desiredCount: deployment.desiredCount,
    pendingCount: pending,
    runningCount: running,
    failedTasks: deployment.failedTasks,
    createdAt: date(deployment.createdAt),
    updatedAt: date(deployment.updatedAt),
    ...(deployment.launchType && { launchType: deployment.launchType }),
    ...(deployment.capacityProviderStrategy && {
      capacityProviderStrategy: deployment.capacityProviderStrategy,
    }),
    ...(deployment.launchType !== 'EC2' && { platformVersion: '1.4.0', platformFamily: 'Linux' }),
    ...(deployment.networkConfiguration && { networkConfiguration: deployment.networkConfiguration }),
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.rolloutStateReason,
  }
}
