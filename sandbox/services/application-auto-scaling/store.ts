import type {
  Alarm,
  PolicyType,
  ScalableTargetAction,
  ScalingActivityStatusCode,
  StepScalingPolicyConfiguration,
  SuspendedState,
  TargetTrackingScalingPolicyConfiguration,
} from '@aws-sdk/client-application-auto-scaling'
import type { Collection, Scope } from '../../store/store.ts'

/** What is scaled: the only kind here is the desired count of an ECS service. */
export interface TargetDocument {
  /** `service/<cluster>/<service>` */
  resourceId: string
  arn: string
  minCapacity: number
  maxCapacity: number
  roleArn: string
  /** Milliseconds since the epoch. */
  createdAt: number
  suspended: Required<SuspendedState>
  tags: Record<string, string>
}

export interface PolicyDocument {
  resourceId: string
  name: string
  arn: string
  type: Exclude<PolicyType, 'PredictiveScaling'>
  tracking?: TargetTrackingScalingPolicyConfiguration
  step?: StepScalingPolicyConfiguration
  /** The alarms of target tracking, which the policy made itself. */
  alarms: Alarm[]
  createdAt: number
  /** What was done last, on the account's own time, for the cooldowns. */
  last?: { direction: 'out' | 'in'; time: number; from: number; to: number }
}

export interface ScheduledActionDocument {
  resourceId: string
  name: string
  arn: string
  schedule: string
  timezone?: string
  /** Milliseconds since the epoch. */
  startAt?: number
  endAt?: number
  action: ScalableTargetAction
  createdAt: number
  /** When it is due next: milliseconds since the epoch for at and cron, of the account's own time for rate. */
  next?: number
}

export interface ActivityDocument {
  id: string
  resourceId: string
  description: string
  cause: string
  startedAt: number
  endedAt?: number
  status: ScalingActivityStatusCode
  message: string
  /** Desired count that it waits for. */
  desired?: number
}

/** The state of Application Auto Scaling in one account and region. */
export function scaling(scope: Scope): {
  /** By resource id. */
  targets: Collection<TargetDocument>
  /** By `resource id|policy name`. */
  policies: Collection<PolicyDocument>
  /** By `resource id|action name`. */
  scheduled: Collection<ScheduledActionDocument>
  activities: Collection<ActivityDocument>
} {
  return {
    targets: scope.collection('application-auto-scaling:target'),
    policies: scope.collection('application-auto-scaling:policy'),
    scheduled: scope.collection('application-auto-scaling:scheduled-action'),
    activities: scope.collection('application-auto-scaling:activity'),
  }
}

/** Key of a policy or a scheduled action. */
export function namedKey(resourceId: string, name: string): string {
  return `${resourceId}|${name}`
}
