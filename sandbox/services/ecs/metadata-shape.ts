import type { Scope } from '../../store/store.ts'
import { taskDefinitionOf } from './store.ts'
import type { ContainerDocument, TaskDocument } from './store.ts'

const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString())

/** What the task metadata endpoint (version 4) answers at `/task`. */
export function taskMetadata(scope: Scope, task: TaskDocument): object {
  const definition = taskDefinitionOf(scope, task.taskDefinitionArn)
  return {
    Cluster: task.clusterArn,
    TaskARN: task.taskArn,
    Family: definition.family,
    Revision: String(definition.revision),
    ...(task.serviceName && { ServiceName: task.serviceName }),
    DesiredStatus: task.desiredStatus,
    KnownStatus: task.lastStatus,
    Limits: { CPU: Number(task.cpu) / 1024, Memory: Number(task.memory) },
    PullStartedAt: iso(task.pullStartedAt),
    PullStoppedAt: iso(task.pullStoppedAt),
    AvailabilityZone: task.interface?.availabilityZone,
    LaunchType: task.launchType,
    VPCID: task.interface?.vpcId,
    Containers: task.containers.map(container => containerMetadata(scope, task, container)),
    EphemeralStorageMetrics: { Utilized: 0, Reserved: task.ephemeralStorageGiB * 1024 },
  }
}

/** What the endpoint answers at its root, for the container that asks. */
export function containerMetadata(scope: Scope, task: TaskDocument, container: ContainerDocument): object {
  const definition = taskDefinitionOf(scope, task.taskDefinitionArn)
  const own = definition.containerDefinitions.find(({ name }) => name === container.name)
  const log = own?.logConfiguration
  return {
    DockerId: container.runtimeId ?? `${task.id}-0`,
    Name: container.name,
    DockerName: container.name,
    Image: container.image,
    ImageID: container.imageDigest ?? '',
    Labels: {
      'com.amazonaws.ecs.cluster': task.clusterArn,
      'com.amazonaws.ecs.container-name': container.name,
      'com.amazonaws.ecs.task-arn': task.taskArn,
      'com.amazonaws.ecs.task-definition-family': definition.family,
      'com.amazonaws.ecs.task-definition-version': String(definition.revision),
    },
    DesiredStatus: task.desiredStatus,
    KnownStatus: container.lastStatus,
    Limits: { CPU: Number(container.cpu), ...(container.memory && { Memory: Number(container.memory) }) },
    CreatedAt: iso(container.createdAt),
    StartedAt: iso(container.startedAt),
    Type: 'NORMAL',
    ...(container.healthStatus !== 'UNKNOWN' && { Health: { status: container.healthStatus } }),
    ContainerARN: container.containerArn,
    ...(own?.restartPolicy?.enabled && { RestartCount: container.restartCount ?? 0 }),
    ...(log && { LogDriver: log.logDriver, LogOptions: logOptions(task, container, log.options) }),
    Networks: [
      {
        NetworkMode: 'awsvpc',
        IPv4Addresses: [task.interface?.privateIpAddress],
        AttachmentIndex: 0,
        MACAddress: task.interface?.macAddress,
        PrivateDNSName: task.interface?.privateDnsName,
      },
    ],
  }
}

function logOptions(task: TaskDocument, container: ContainerDocument, options: Record<string, string> = {}) {
  const prefix = options['awslogs-stream-prefix']
  return { ...options, ...(prefix && { 'awslogs-stream': `${prefix}/${container.name}/${task.id}` }) }
}
