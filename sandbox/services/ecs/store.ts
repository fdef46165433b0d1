import type {
  Attribute,
  Cluster,
  DeploymentRolloutState,
  LaunchType,
  Service,
  Tag,
  Task,
  TaskDefinition,
  TaskStopCode,
  VersionInfo,
} from '@aws-sdk/client-ecs'
import type { Collection, Scope } from '../../store/store.ts'
import type { RealEndpoint } from '../../runtime/address-book.ts'
import type { ContainerHandle } from '../../runtime/runtime.ts'
import type { TaskInterface } from '../ec2/network-interfaces.ts'
import type {
  DeploymentConfiguration,
  ServiceDeploymentDocument,
  ServiceRevisionDocument,
  ServiceRevisionSettings,
} from './service-deployments.ts'

/** Documents keep times as milliseconds since the epoch: JSON has no dates. `…Time` is the account's own time. */
export interface ClusterDocument {
  clusterName: string
  clusterArn: string
  status: 'ACTIVE' | 'INACTIVE'
  settings: NonNullable<Cluster['settings']>
  configuration?: Cluster['configuration']
  serviceConnectDefaults?: Cluster['serviceConnectDefaults']
  capacityProviders: string[]
  defaultCapacityProviderStrategy: NonNullable<Cluster['defaultCapacityProviderStrategy']>
  tags: Tag[]
}

export type TaskDefinitionDocument = Omit<
  TaskDefinition,
  'registeredAt' | 'deregisteredAt' | 'deleteRequestedAt'
> & {
  taskDefinitionArn: string
  family: string
  revision: number
  containerDefinitions: NonNullable<TaskDefinition['containerDefinitions']>
  registeredAt: number
  deregisteredAt?: number
  deleteRequestedAt?: number
  tags: Tag[]
}

export type TaskStatus =
  | 'PROVISIONING'
  | 'PENDING'
  | 'ACTIVATING'
  | 'RUNNING'
  | 'DEACTIVATING'
  | 'STOPPING'
  | 'DEPROVISIONING'
  | 'STOPPED'

export interface ContainerDocument {
  name: string
  containerArn: string
  /** `<task id>-<10 digits>`. */
  runtimeId?: string
  image: string
  imageDigest?: string
  lastStatus: 'PENDING' | 'RUNNING' | 'STOPPED'
  exitCode?: number
  reason?: string
  healthStatus: 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN'
  cpu: string
  memory?: string
  memoryReservation?: string
  /** Set while the runtime has it. */
  handle?: ContainerHandle
  /** Where its ports really listen. */
  ports: Record<string, RealEndpoint>
  createdAt?: number
  startedAt?: number
  startedTime?: number
  health?: { failures: number; nextTime: number }
  /** How often its restart policy has run it again. */
  restartCount?: number
  /** SIGTERM was sent: account's own time and wall clock. */
  /** The practice account ended it to stop itself: the next start runs it again. */
  suspended?: boolean
  terminated?: { time: number; at: number; killed?: boolean }
}

/** A machine that was registered as an instance of a cluster, as the agent on it would. */
export interface ContainerInstanceDocument {
  id: string
  containerInstanceArn: string
  clusterName: string
  clusterArn: string
  ec2InstanceId: string
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE'
  /** CPU units and MiB that tasks may reserve. */
  cpu: number
  memory: number
  attributes: Attribute[]
  versionInfo: VersionInfo
  version: number
  registeredAt: number
  tags: Tag[]
}

/** Where a task of a service stands with one of the service's target groups. */
export interface TargetRegistration {
  targetGroupArn: string
  containerName: string
  containerPort: number
  state: 'unregistered' | 'registered' | 'draining' | 'gone'
}

export interface TaskDocument {
  id: string
  taskArn: string
  clusterName: string
  clusterArn: string
  taskDefinitionArn: string
  lastStatus: TaskStatus
  desiredStatus: 'RUNNING' | 'STOPPED'
  /** Account's own time at which lastStatus began. */
  statusTime: number
  version: number
  group: string
  startedBy?: string
  /** Name of the service that started it. */
  serviceName?: string
  launchType?: LaunchType
  capacityProviderName?: string
  containerInstanceArn?: string
  /** Undefined means awsvpc: an interface of its own. */
  networkMode?: 'bridge' | 'host' | 'none'
  platformVersion: string
  cpu: string
  memory: string
  network: { subnets: string[]; securityGroups: string[]; assignPublicIp: boolean }
  attachmentId: string
  interface?: TaskInterface
  overrides: NonNullable<Task['overrides']>
  tags: Tag[]
  enableExecuteCommand: boolean
  ephemeralStorageGiB: number
  healthStatus: 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN'
  containers: ContainerDocument[]
  targets: TargetRegistration[]
  /** Unguessable part of the task metadata endpoint's path. */
  metadataId: string
  createdAt: number
  pullStartedAt?: number
  pullStoppedAt?: number
  startedAt?: number
  /** Account's own time of startedAt. */
  startedTime?: number
  /** A start of the practice account has run its containers again. */
  restartedAt?: number
  stoppingAt?: number
  executionStoppedAt?: number
  stoppedAt?: number
  stopCode?: TaskStopCode
  stoppedReason?: string
  /** The scheduler has seen it healthy once. */
  wasHealthy?: boolean
  /** The scheduler has told of its bad health, or counted its failure. */
  unhealthyTold?: boolean
  failureCounted?: boolean
  /** What a learner can do about stoppedReason, where AWS's text does not say. */
  advice?: string
  /** Account's own time until which scale-in and deployments leave it alone. */
  protectedUntil?: number
}

export interface DeploymentDocument extends ServiceRevisionSettings {
  /** `ecs-svc/<19 digits>`. */
  id: string
  status: 'PRIMARY' | 'ACTIVE'
  desiredCount: number
  failedTasks: number
  createdAt: number
  updatedAt: number
  rolloutState: DeploymentRolloutState
  rolloutStateReason: string
  revisionArn: string
  serviceDeploymentArn: string
  /** Consecutive tasks that did not become healthy; the breaker trips on them. */
  consecutiveFailures: number
  /** It once had all its tasks healthy: what a rollback goes back to. */
  completedOnce: boolean
  /** Where its tasks are registered, one group a load balancer; undefined means each load balancer's targetGroupArn. */
  targetGroupArns?: string[]
  /** Percent of the service's desired count, while a strategy keeps several revisions beside each other. */
  scale?: 0 | 100
  /** As the service's, while it is scheduled by itself. */
  impaired?: ServiceDocument['impaired']
  heldUp?: string
  /** Account's own time from which on a rolling deployment bakes. */
  bakeTime?: number
}

/** A revision of a service whose deployments are CodeDeploy's: it runs beside others, each in its own target group. */
export interface TaskSetDocument extends ServiceRevisionSettings {
  /** `ecs-svc/<19 digits>`. */
  id: string
  taskSetArn: string
  /** DRAINING until its last task is STOPPED, then it is gone. */
  status: 'PRIMARY' | 'ACTIVE' | 'DRAINING'
  /** Percent of the service's desired count. */
  scale: number
  externalId?: string
  startedBy?: string
  createdAt: number
  updatedAt: number
  isSteady: boolean
  steadyChangedAt: number
  failedTasks: number
  consecutiveFailures: number
  impaired: ServiceDocument['impaired']
  heldUp?: string
  tags: Tag[]
}

export interface ServiceDocument extends ServiceRevisionSettings {
  serviceName: string
  serviceArn: string
  clusterName: string
  clusterArn: string
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE'
  desiredCount: number
  deploymentConfiguration: DeploymentConfiguration
  deploymentController: NonNullable<Service['deploymentController']>
  placementConstraints: NonNullable<Service['placementConstraints']>
  placementStrategy: NonNullable<Service['placementStrategy']>
  serviceRegistries: NonNullable<Service['serviceRegistries']>
  healthCheckGracePeriodSeconds: number
  schedulingStrategy: 'REPLICA' | 'DAEMON'
  enableECSManagedTags: boolean
  enableExecuteCommand: boolean
  propagateTags: NonNullable<Service['propagateTags']>
  availabilityZoneRebalancing: NonNullable<Service['availabilityZoneRebalancing']>
  createdBy: string
  createdAt: number
  clientToken?: string
  tags: Tag[]
  deployments: DeploymentDocument[]
  /** In the place of deployments, where the deployment controller is CODE_DEPLOY. */
  taskSets?: TaskSetDocument[]
  /** Newest first. */
  events: { id: string; createdAt: number; message: string }[]
  /** Whether the steady state was told since it was last left. */
  steady: boolean
  /** Tasks in a row that never reached RUNNING, and when the next may start. */
  impaired: { failures: number; nextTime: number; told: boolean }
  /** What was last told of tasks whose protection holds it up. */
  heldUp?: string
}

export interface EcsCollections {
  clusters: Collection<ClusterDocument>
  /** By `family:revision`. */
  taskDefinitions: Collection<TaskDefinitionDocument>
  /** Last revision of each family: numbers are never used again. */
  families: Collection<{ revision: number }>
  /** By `cluster/service`. */
  services: Collection<ServiceDocument>
  /** By id. */
  tasks: Collection<TaskDocument>
  serviceDeployments: Collection<ServiceDeploymentDocument>
  serviceRevisions: Collection<ServiceRevisionDocument>
  /** By id. */
  containerInstances: Collection<ContainerInstanceDocument>
  /** By the client token of RunTask: the tasks that it started. */
  clientTokens: Collection<{ taskIds: string[]; request: string }>
  /** By `principal ARN or default/name`. */
  accountSettings: Collection<{ name: string; value: string; principalArn: string }>
  /** By `task/container`: how far its output was read. */
  logPositions: Collection<{ position: string }>
}

const states = new WeakMap<Scope, EcsCollections>()

/** The state of ECS in one account and region. */
export function ecs(scope: Scope): EcsCollections {
  let state = states.get(scope)
  if (!state) {
    state = collectionsOf(scope)
    states.set(scope, state)
  }
  return state
}

function collectionsOf(scope: Scope): EcsCollections {
  return {
    clusters: scope.collection('ecs:cluster'),
    taskDefinitions: scope.collection('ecs:task-definition'),
    families: scope.collection('ecs:family'),
    services: scope.collection('ecs:service'),
    tasks: scope.collection('ecs:task'),
    serviceDeployments: scope.collection('ecs:service-deployment'),
    serviceRevisions: scope.collection('ecs:service-revision'),
    containerInstances: scope.collection('ecs:container-instance'),
    clientTokens: scope.collection('ecs:client-token'),
    accountSettings: scope.collection('ecs:account-setting'),
    logPositions: scope.collection('ecs:log-position'),
  }
}

/** Id of a service in its collection. */
export function serviceKey(service: { clusterName: string; serviceName: string }): string {
  return `${service.clusterName}/${service.serviceName}`
}

/** Tasks that the service's scheduler started, ended ones too. */
export function tasksOf(scope: Scope, service: ServiceDocument): TaskDocument[] {
  return ecs(scope)
    .tasks.values()
    .filter(
      ({ clusterName, serviceName }) =>
        clusterName === service.clusterName && serviceName === service.serviceName,
    )
}

/** The role with which ECS makes a task's start ready. */
export function executionRoleOf(scope: Scope, task: TaskDocument): string | undefined {
  const { executionRoleArn } = taskDefinitionOf(scope, task.taskDefinitionArn)
  return task.overrides.executionRoleArn ?? executionRoleArn
}

/** The task definition of an ARN that was resolved before. */
export function taskDefinitionOf(scope: Scope, arn: string): TaskDefinitionDocument {
  const found = ecs(scope).taskDefinitions.get(arn.slice(arn.lastIndexOf('/') + 1))
  if (!found) throw new Error(`Task definition ${arn} is in use and not in the store.`)
  return found
}
