import type { Attribute, ContainerInstance, Resource, TaskDefinition } from '@aws-sdk/client-ecs'
import type { Scope } from '../../store/store.ts'
import { invalidParameter, nameOf } from './lookup.ts'
import { ecs, taskDefinitionOf } from './store.ts'
import type { ClusterDocument, ContainerInstanceDocument, TaskDocument } from './store.ts'

/** What a task takes of an instance. */
export interface Need {
  cpu: number
  memory: number
  hostPorts: number[]
}

/** A container instance of the cluster by id or ARN. */
export function lookupInstance(
  scope: Scope,
  cluster: ClusterDocument,
  reference: string,
): ContainerInstanceDocument | undefined {
  const found = ecs(scope).containerInstances.get(nameOf(reference))
  return found?.clusterName === cluster.clusterName && found.status !== 'INACTIVE' ? found : undefined
}

/** Throws InvalidParameterException for one that is not there. */
export function findInstance(
  scope: Scope,
  cluster: ClusterDocument,
  reference: string,
): ContainerInstanceDocument {
  const found = lookupInstance(scope, cluster, reference)
  if (!found) throw invalidParameter('The referenced container instance was not found.')
  return found
}

/** The cluster's container instances, those that are draining too. */
export function instancesOf(scope: Scope, clusterName: string): ContainerInstanceDocument[] {
  return ecs(scope)
    .containerInstances.values()
    .filter(instance => instance.clusterName === clusterName && instance.status !== 'INACTIVE')
}

/** Tasks that are on an instance and have not ended. */
export function tasksOn(scope: Scope, { containerInstanceArn }: ContainerInstanceDocument): TaskDocument[] {
  return ecs(scope)
    .tasks.values()
    .filter(task => task.containerInstanceArn === containerInstanceArn && task.lastStatus !== 'STOPPED')
}

/** What a task of the definition reserves: its own size, else the sum of its containers'. */
export function needOf({
  cpu,
  memory,
  networkMode,
  containerDefinitions = [],
}: Pick<TaskDefinition, 'cpu' | 'memory' | 'networkMode' | 'containerDefinitions'>): Need {
  const sum = (of: (container: (typeof containerDefinitions)[number]) => number | undefined) =>
    containerDefinitions.reduce((total, container) => total + (of(container) ?? 0), 0)
  return {
    cpu: Number(cpu) || sum(container => container.cpu),
    memory: Number(memory) || sum(container => container.memoryReservation ?? container.memory),
    hostPorts:
      networkMode === 'awsvpc'
        ? []
        : containerDefinitions.flatMap(({ portMappings }) =>
            (portMappings ?? []).flatMap(({ hostPort }) => hostPort || []),
          ),
  }
}

/** What is left of an instance. */
export function remaining(scope: Scope, instance: ContainerInstanceDocument): Need {
  const needs = tasksOn(scope, instance).map(task => needOf(taskDefinitionOf(scope, task.taskDefinitionArn)))
  return {
    cpu: instance.cpu - needs.reduce((sum, need) => sum + need.cpu, 0),
    memory: instance.memory - needs.reduce((sum, need) => sum + need.memory, 0),
    hostPorts: needs.flatMap(({ hostPorts }) => hostPorts),
  }
}

/** An instance as DescribeContainerInstances answers it. */
export function instanceShape(
  scope: Scope,
  instance: ContainerInstanceDocument,
  withTags = false,
): ContainerInstance {
  const tasks = tasksOn(scope, instance)
  const left = remaining(scope, instance)
  return {
    containerInstanceArn: instance.containerInstanceArn,
    ec2InstanceId: instance.ec2InstanceId,
    version: instance.version,
    versionInfo: instance.versionInfo,
    registeredResources: resources(instance.cpu, instance.memory, []),
    remainingResources: resources(left.cpu, left.memory, left.hostPorts),
    status: instance.status,
    agentConnected: instance.status !== 'INACTIVE',
    runningTasksCount: tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').length,
    pendingTasksCount: tasks.filter(({ lastStatus }) =>
      ['PROVISIONING', 'PENDING', 'ACTIVATING'].includes(lastStatus),
    ).length,
    attributes: instance.attributes,
    registeredAt: new Date(instance.registeredAt),
    attachments: [],
    tags: withTags ? instance.tags : [],
  }
}

/** Ports that the agent keeps for itself. */
const AGENT_PORTS = ['22', '2375', '2376', '51678', '51679']

function resources(cpu: number, memory: number, ports: number[]): Resource[] {
  const common = { doubleValue: 0, longValue: 0 }
  return [
    { name: 'CPU', type: 'INTEGER', ...common, integerValue: cpu },
    { name: 'MEMORY', type: 'INTEGER', ...common, integerValue: memory },
    {
      ...{ name: 'PORTS', type: 'STRINGSET', ...common, integerValue: 0 },
      stringSetValue: [...AGENT_PORTS, ...ports.map(String)],
    },
    { name: 'PORTS_UDP', type: 'STRINGSET', ...common, integerValue: 0, stringSetValue: [] },
  ]
}

/** Value of an instance's attribute; undefined when it has none of that name. */
export function attributeOf({ attributes }: ContainerInstanceDocument, name: string): string | undefined {
  const found = attributes.find((attribute: Attribute) => attribute.name === name)
  return found && (found.value ?? '')
}
