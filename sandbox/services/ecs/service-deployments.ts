import type {
  DeploymentLifecycleHookStage,
  DeploymentLifecycleHookStatus,
  LaunchType,
  LoadBalancer,
  Service,
  ServiceDeploymentLifecycleStage,
  ServiceDeploymentRollbackMonitorsStatus,
  ServiceDeploymentStatus,
} from '@aws-sdk/client-ecs'

/** A stage of a deployment that is not rolling. */
export type Stage = ServiceDeploymentLifecycleStage | 'PRE_PRODUCTION_TRAFFIC_SHIFT'

/** A lifecycle hook in the stage that waits for it. */
export interface HookDocument {
  /** `ecs-pause-…` or `ecs-lambda-…`. */
  hookId: string
  /** Its place in deploymentConfiguration.lifecycleHooks. */
  index: number
  stage: DeploymentLifecycleHookStage
  status: DeploymentLifecycleHookStatus
  /** Account's own time at which its time is over. */
  deadline: number
  /** Of a Lambda hook: from when on it is to be invoked. */
  invokeTime: number
  executionId: string
  /** What the function wants to be told the next time. */
  hookDetails?: unknown
  /** Why it failed: the end of the deployment's statusReason. */
  reason?: string
}

/** How a load balancer's rules tell two revisions of a service apart. */
export interface RouteDocument {
  productionListenerRule: string
  testListenerRule?: string
  roleArn?: string
  blueTargetGroupArn: string
  greenTargetGroupArn: string
}

/** Where a deployment that is not rolling stands. */
export interface StagedDocument {
  stage: Stage
  /** Account's own time at which the stage began. */
  stageTime: number
  /** Account's own time at which what the stage itself does was done; its hooks may not be. */
  workedTime?: number
  /** Of this stage; undefined until they are begun. */
  hooks?: HookDocument[]
  direction: 'forward' | 'back'
  /** Percent of the traffic that the target revision gets. */
  weights: { test: number; production: number }
  routes: RouteDocument[]
}

/** How a service is deployed, with what AWS fills in. */
export type DeploymentConfiguration = NonNullable<Service['deploymentConfiguration']> & {
  maximumPercent: number
  minimumHealthyPercent: number
}

/** Record of one deployment, kept after it has ended. */
export interface ServiceDeploymentDocument {
  serviceDeploymentArn: string
  serviceArn: string
  clusterArn: string
  deploymentId: string
  createdAt: number
  startedAt?: number
  finishedAt?: number
  stoppedAt?: number
  updatedAt: number
  sourceRevisionArns: string[]
  targetRevisionArn: string
  status: ServiceDeploymentStatus
  statusReason?: string
  rollback?: { reason: string; startedAt: number; serviceRevisionArn: string }
  breaker: {
    status: ServiceDeploymentRollbackMonitorsStatus
    failureCount: number
    threshold: number
  }
  /** None in state written before deployments had alarms. */
  alarms?: {
    status: ServiceDeploymentRollbackMonitorsStatus
    alarmNames: string[]
    triggeredAlarmNames: string[]
  }
  /** As it was when the deployment began. */
  deploymentConfiguration: DeploymentConfiguration
  /** Unless it is rolling. */
  staged?: StagedDocument
}

/** What a revision of a service is: everything whose change starts a deployment. */
export interface ServiceRevisionSettings {
  taskDefinition: string
  launchType?: LaunchType | undefined
  capacityProviderStrategy?: Service['capacityProviderStrategy']
  platformVersion: string
  networkConfiguration?: Service['networkConfiguration']
  loadBalancers: LoadBalancer[]
}

export interface ServiceRevisionDocument extends ServiceRevisionSettings {
  serviceRevisionArn: string
  serviceArn: string
  clusterArn: string
  createdAt: number
  /** See DeploymentDocument. */
  targetGroupArns?: string[]
}
