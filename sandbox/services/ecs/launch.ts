import { randomUUID } from 'node:crypto'
import type {
  CapacityProviderStrategyItem,
  NetworkConfiguration,
  Tag,
  TaskOverride,
} from '@aws-sdk/client-ecs'
import { arn, hexId } from '../../ids.ts'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { createTaskInterface, deleteTaskInterface } from '../ec2/network-interfaces.ts'
import { findRole } from '../iam/roles.ts'
import { serviceMayAssume } from '../sts/trust.ts'
import { checkStrategy } from './capacity-strategy.ts'
import { clientException, invalidParameter } from './lookup.ts'
import type { ServiceRevisionSettings } from './service-deployments.ts'
import type { ClusterDocument, ContainerDocument, TaskDefinitionDocument, TaskDocument } from './store.ts'

/** How RunTask or a service wants its tasks. */
export interface LaunchRequest {
  cluster: Pick<ClusterDocument, 'clusterName' | 'clusterArn'>
  definition: TaskDefinitionDocument
  group: string
  startedBy?: string | undefined
  serviceName?: string
  launch: Launch
  networkConfiguration?: NetworkConfiguration | undefined
  overrides?: TaskOverride | undefined
  tags: Tag[]
  enableExecuteCommand: boolean
  loadBalancers?: ServiceRevisionSettings['loadBalancers']
}

/** Where a task runs. */
export interface Launch {
  launchType: 'FARGATE' | 'EC2' | 'EXTERNAL' | 'MANAGED_INSTANCES'
  capacityProviderName?: string
  containerInstanceArn?: string
}

/** Where tasks of a request run: by launch type, or by a strategy over capacity providers. */
export interface LaunchChoice {
  launchType: Launch['launchType']
  strategy?: CapacityProviderStrategyItem[]
}

/** Launch type or capacity provider of a request, else the cluster's default, else EC2. Throws InvalidParameterException. */
export function resolveLaunch(
  cluster: ClusterDocument,
  request: Pick<ServiceRevisionSettings, 'launchType' | 'capacityProviderStrategy'>,
): LaunchChoice {
  const { launchType } = request
  const given = request.capacityProviderStrategy ?? []
  if (launchType && given.length > 0) {
    throw invalidParameter(
      'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
    )
  }
  if (launchType) return { launchType }
  const strategy = given.length > 0 ? given : cluster.defaultCapacityProviderStrategy
  if (strategy.length === 0) return { launchType: 'EC2' }
  const unknown = strategy.find(
    ({ capacityProvider = '' }) => !cluster.capacityProviders.includes(capacityProvider),
  )
  if (unknown) {
    throw invalidParameter(
      'The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster and try your request again.',
    )
  }
  checkStrategy(strategy)
  return { launchType: 'FARGATE', strategy }
}

/** Refuses what cannot run: launch type, network mode, subnets, security groups. Throws InvalidParameterException. */
export function checkLaunch(
  scope: Scope,
  definition: TaskDefinitionDocument,
  launch: LaunchChoice,
  network: NetworkConfiguration | undefined,
): void {
  const compatible = definition.compatibilities ?? []
  if (launch.launchType === 'FARGATE' && !compatible.includes('FARGATE')) {
    throw invalidParameter('Task definition does not support launch_type FARGATE.')
  }
  const vpc = network?.awsvpcConfiguration
  if (definition.networkMode !== 'awsvpc') {
    if (vpc) {
      throw invalidParameter(
        'Network Configuration is not valid for the given networkMode of this task definition.',
      )
    }
    return
  }
  if (!vpc) {
    throw invalidParameter("Network Configuration must be provided when networkMode 'awsvpc' is specified.")
  }
  if (!vpc.subnets?.length) throw invalidParameter('subnets can not be empty.')
  if (launch.launchType === 'EC2' && vpc.assignPublicIp === 'ENABLED') {
    throw invalidParameter('Assign public IP is not supported for this launch type.')
  }
  for (const subnetId of vpc.subnets) tryInterface(scope, subnetId, vpc.securityGroups ?? [])
}

/** The network is asked in earnest, so that its own errors come out. */
function tryInterface(scope: Scope, subnetId: string, securityGroupIds: string[]): void {
  try {
    const request = { subnetId, securityGroupIds, description: 'trial' }
    deleteTaskInterface(scope, createTaskInterface(scope, request).networkInterfaceId)
  } catch (error) {
    const { name, message } = error as Error
    const what = name.startsWith('InvalidSubnet')
      ? `subnet information for [${subnetId}]`
      : `security group information for [${securityGroupIds.join(', ')}]`
    throw invalidParameter(`Error retrieving ${what}: ${message} (ErrorCode: ${name})`)
  }
}

/** Text of the error for an execution role or task role that ECS cannot assume; undefined when all is well. */
export function roleProblem(
  sandbox: Sandbox,
  scope: Scope,
  definition: TaskDefinitionDocument,
  overrides: TaskOverride = {},
): string | undefined {
  const roles = [
    overrides.executionRoleArn ?? definition.executionRoleArn,
    overrides.taskRoleArn ?? definition.taskRoleArn,
  ].filter(role => role !== undefined && role !== '')
  const context = new Map([
    ['aws:SourceAccount', scope.accountId],
    ['aws:SourceArn', arn(scope, 'ecs', '*')],
  ])
  const lost = roles.find(name => {
    const roleArn = name?.startsWith('arn:') ? name : `arn:aws:iam::${scope.accountId}:role/${name}`
    const role = findRole(sandbox.store, roleArn)
    return (
      !role || (sandbox.config.auth === 'on' && !serviceMayAssume(role, 'ecs-tasks.amazonaws.com', context))
    )
  })
  return lost === undefined
    ? undefined
    : `ECS was unable to assume the role '${lost}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`
}

/** A new task, in PROVISIONING. */
export function newTask(sandbox: Sandbox, scope: Scope, request: LaunchRequest): TaskDocument {
  const { cluster, definition, overrides, launch } = request
  const vpc = request.networkConfiguration?.awsvpcConfiguration
  const id = hexId(32)
  return {
    id,
    taskArn: arn(scope, 'ecs', `task/${cluster.clusterName}/${id}`),
    ...{ clusterName: cluster.clusterName, clusterArn: cluster.clusterArn },
    taskDefinitionArn: definition.taskDefinitionArn,
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
    statusTime: sandbox.clock.time(scope.accountId),
    version: 1,
    group: request.group,
    ...(request.startedBy && { startedBy: request.startedBy }),
    ...(request.serviceName && { serviceName: request.serviceName }),
    launchType: launch.launchType,
    ...(launch.capacityProviderName && { capacityProviderName: launch.capacityProviderName }),
    ...(launch.containerInstanceArn && { containerInstanceArn: launch.containerInstanceArn }),
    ...(definition.networkMode !== 'awsvpc' && { networkMode: definition.networkMode ?? 'bridge' }),
    platformVersion: '1.4.0',
    cpu: overrides?.cpu ?? definition.cpu ?? '0',
    memory: overrides?.memory ?? definition.memory ?? '0',
    network: {
      subnets: vpc?.subnets ?? [],
      securityGroups: vpc?.securityGroups ?? [],
      assignPublicIp: vpc?.assignPublicIp === 'ENABLED',
    },
    attachmentId: randomUUID(),
    overrides: {
      ...overrides,
      containerOverrides: definition.containerDefinitions.map(
        ({ name }) => overrides?.containerOverrides?.find(override => override.name === name) ?? { name },
      ),
      inferenceAcceleratorOverrides: [],
    },
    tags: request.tags,
    enableExecuteCommand: request.enableExecuteCommand,
    ephemeralStorageGiB:
      overrides?.ephemeralStorage?.sizeInGiB ?? definition.ephemeralStorage?.sizeInGiB ?? 20,
    healthStatus: 'UNKNOWN',
    containers: definition.containerDefinitions.map(container => newContainer(scope, cluster, id, container)),
    targets: (request.loadBalancers ?? []).flatMap(
      ({ targetGroupArn, containerName = '', containerPort = 0 }) =>
        targetGroupArn
          ? [{ targetGroupArn, containerName, containerPort, state: 'unregistered' as const }]
          : [],
    ),
    metadataId: hexId(32),
    createdAt: sandbox.clock.now(),
  }
}

function newContainer(
  scope: Scope,
  cluster: Pick<ClusterDocument, 'clusterName'>,
  taskId: string,
  definition: TaskDefinitionDocument['containerDefinitions'][number],
): ContainerDocument {
  const { name = '', image = '', cpu, memory, memoryReservation } = definition
  return {
    name,
    containerArn: arn(scope, 'ecs', `container/${cluster.clusterName}/${taskId}/${randomUUID()}`),
    image,
    lastStatus: 'PENDING',
    healthStatus: 'UNKNOWN',
    cpu: String(cpu ?? 0),
    ...(memory !== undefined && { memory: String(memory) }),
    ...(memoryReservation !== undefined && { memoryReservation: String(memoryReservation) }),
    ports: {},
  }
}

/** Refuses overrides of containers that are not there. Throws InvalidParameterException. */
export function checkOverrides(
  definition: TaskDefinitionDocument,
  overrides: TaskOverride | undefined,
): void {
  for (const { name } of overrides?.containerOverrides ?? []) {
    if (!definition.containerDefinitions.some(container => container.name === name)) {
      throw invalidParameter(`Override for container named ${name} is not a container in the TaskDefinition.`)
    }
  }
}

/** Throws ClientException for a role that ECS cannot assume. */
export function checkRoles(
  sandbox: Sandbox,
  scope: Scope,
  definition: TaskDefinitionDocument,
  overrides?: TaskOverride,
): void {
  const problem = roleProblem(sandbox, scope, definition, overrides)
  if (problem) throw clientException(problem)
}

/** Tags of a new task: those that are propagated, ECS's own, and the request's. */
export function taskTags(
  request: {
    tags?: Tag[] | undefined
    propagateTags?: string | undefined
    enableECSManagedTags?: boolean | undefined
  },
  from: {
    definition: TaskDefinitionDocument
    service?: { serviceName: string; tags: Tag[] }
    clusterName: string
  },
): Tag[] {
  const propagated =
    request.propagateTags === 'TASK_DEFINITION'
      ? from.definition.tags
      : request.propagateTags === 'SERVICE'
        ? (from.service?.tags ?? [])
        : []
  const own = new Set(request.tags?.map(({ key }) => key))
  const managed = request.enableECSManagedTags
    ? [
        { key: 'aws:ecs:clusterName', value: from.clusterName },
        ...(from.service ? [{ key: 'aws:ecs:serviceName', value: from.service.serviceName }] : []),
      ]
    : []
  return [...propagated.filter(({ key }) => !own.has(key)), ...(request.tags ?? []), ...managed]
}
