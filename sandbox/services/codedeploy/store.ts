import type {
  AlarmConfiguration,
  AutoRollbackConfiguration,
  BlueGreenDeploymentConfiguration,
  DeploymentConfigInfo,
  DeploymentGroupInfo,
  DeploymentStatus,
  ErrorInformation,
  LifecycleEventStatus,
  LoadBalancerInfo,
  RevisionLocation,
  RollbackInfo,
  Tag,
  TrafficRoutingConfig,
  TriggerConfig,
} from '@aws-sdk/client-codedeploy'
import type { Collection, Scope } from '../../store/store.ts'
import type { AppSpec, EventName } from './app-spec.ts'

/** Times are milliseconds since the epoch; `…Time` is the account's own time. */
export interface ApplicationDocument {
  applicationId: string
  applicationName: string
  createdAt: number
  tags: Tag[]
}

export interface GroupDocument {
  deploymentGroupId: string
  deploymentGroupName: string
  applicationName: string
  deploymentConfigName: string
  serviceRoleArn: string
  triggerConfigurations: TriggerConfig[]
  alarmConfiguration: AlarmConfiguration
  autoRollbackConfiguration: AutoRollbackConfiguration
  blueGreenDeploymentConfiguration: BlueGreenDeploymentConfiguration
  loadBalancerInfo: LoadBalancerInfo
  outdatedInstancesStrategy: NonNullable<DeploymentGroupInfo['outdatedInstancesStrategy']>
  ecsService: { clusterName: string; serviceName: string }
  tags: Tag[]
  /** Last revision that was deployed with success: what a rollback names. */
  targetRevision?: RevisionLocation
  lastSuccessful?: string
  lastAttempted?: string
}

export type ConfigDocument = Omit<DeploymentConfigInfo, 'createTime'> & {
  deploymentConfigName: string
  trafficRoutingConfig: TrafficRoutingConfig
  createdAt: number
}

/** One lifecycle event of a deployment. */
export interface EventDocument {
  name: EventName
  status: LifecycleEventStatus
  startedAt?: number
  endedAt?: number
  /** Account's own time at which it began. */
  startedTime?: number
  /** A hook's execution: whom it was told to, and what came back. */
  hook?: { executionId: string; functionName: string; invoked: boolean; answer?: 'Succeeded' | 'Failed' }
  /** Why it failed. */
  message?: string
}

/** What is done for a deployment now; each but the last ends by itself or by a request. */
export type Stage = 'created' | 'events' | 'ready-wait' | 'termination-wait' | 'terminating' | 'done'

/** A service's share of the traffic as the listeners give it now. */
export interface Traffic {
  blue: number
  green: number
}

export interface DeploymentDocument {
  deploymentId: string
  applicationName: string
  deploymentGroupName: string
  deploymentConfigName: string
  revision: RevisionLocation
  previousRevision?: RevisionLocation
  description?: string
  status: DeploymentStatus
  creator: 'user' | 'codeDeployRollback'
  createdAt: number
  startedAt?: number
  completedAt?: number
  error?: ErrorInformation
  rollbackInfo?: RollbackInfo
  autoRollbackConfiguration: AutoRollbackConfiguration
  alarmConfiguration: AlarmConfiguration
  alarmsOverridden: boolean
  /** Of the group, as they were when the deployment was created. */
  blueGreenDeploymentConfiguration: BlueGreenDeploymentConfiguration
  loadBalancerInfo: LoadBalancerInfo
  traffic: TrafficRoutingConfig
  serviceRoleArn: string
  ecsService: { clusterName: string; serviceName: string }
  /** Undefined until a revision in S3 was read. */
  appSpec?: AppSpec
  stage: Stage
  /** Account's own time at which the stage began. */
  stageTime: number
  /** A learner asked to go on, in the stage that waits. */
  continued?: boolean
  events: EventDocument[]
  updatedAt: number
  blueTaskSetId?: string
  greenTaskSetId?: string
  blueTargetGroupArn?: string
  greenTargetGroupArn?: string
  weights: Traffic
  /** Account's own time of the last shift. */
  shiftedTime?: number
  /** The task sets as they were when it ended. */
  ended?: { taskSets: object[] }
  /** What a rollback takes back. */
  rollbackOf?: string
}

/** The state of CodeDeploy in one account and region. */
export function codedeploy(scope: Scope): {
  applications: Collection<ApplicationDocument>
  /** By `application/group`. */
  groups: Collection<GroupDocument>
  configs: Collection<ConfigDocument>
  deployments: Collection<DeploymentDocument>
} {
  return {
    applications: scope.collection('codedeploy:application'),
    groups: scope.collection('codedeploy:deployment-group'),
    configs: scope.collection('codedeploy:deployment-config'),
    deployments: scope.collection('codedeploy:deployment'),
  }
}

/** Id of a deployment group in its collection. */
export function groupKey(group: { applicationName: string; deploymentGroupName: string }): string {
  return `${group.applicationName}/${group.deploymentGroupName}`
}
