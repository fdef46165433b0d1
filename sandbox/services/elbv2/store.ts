import type {
  Action,
  LoadBalancer,
  Rule,
  RuleCondition,
  Tag,
  TargetGroup,
  TargetHealthReasonEnum,
  TargetHealthStateEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Collection, Scope } from '../../store/store.ts'

type Defined<T, Keys extends keyof T> = { [K in Keys]-?: NonNullable<T[K]> }

export type LoadBalancerDocument = Defined<
  LoadBalancer,
  | 'LoadBalancerArn'
  | 'LoadBalancerName'
  | 'DNSName'
  | 'CanonicalHostedZoneId'
  | 'Scheme'
  | 'VpcId'
  | 'Type'
  | 'SecurityGroups'
  | 'IpAddressType'
> & {
  /** One a zone, with the interface that the load balancer has there. */
  zones: { ZoneName: string; SubnetId: string; networkInterfaceId: string }[]
  /** Milliseconds since the epoch. */
  createdAt: number
  /** On the account's own time: till then the state is `provisioning`. */
  activeAt: number
  /** Only what was set; the rest has AWS's defaults. */
  attributes: Record<string, string>
  tags: Tag[]
}

export interface ListenerDocument {
  ListenerArn: string
  LoadBalancerArn: string
  Port: number
  /** TCP of Network Load Balancers, HTTP of Application Load Balancers. */
  Protocol: 'HTTP' | 'TCP'
  /** Only what was set; none in state written before listeners had attributes. */
  attributes?: Record<string, string>
  /** Where it listens on this machine; a restart takes the same port again if it is free. */
  localPort?: number
  tags: Tag[]
}

/** Also each listener's default rule, whose actions are the listener's DefaultActions. */
export type RuleDocument = Defined<Rule, 'RuleArn' | 'Priority' | 'IsDefault'> & {
  ListenerArn: string
  Conditions: RuleCondition[]
  Actions: Action[]
  tags: Tag[]
}

export type TargetGroupDocument = Omit<TargetGroup, 'LoadBalancerArns'> &
  Defined<
    TargetGroup,
    | 'TargetGroupArn'
    | 'TargetGroupName'
    | 'TargetType'
    | 'HealthCheckProtocol'
    | 'HealthCheckPort'
    | 'HealthCheckIntervalSeconds'
    | 'HealthCheckTimeoutSeconds'
    | 'HealthyThresholdCount'
    | 'UnhealthyThresholdCount'
  > & {
    attributes: Record<string, string>
    tags: Tag[]
  }

export interface TargetDocument {
  TargetGroupArn: string
  Id: string
  Port: number
  AvailabilityZone?: string
  state: Extract<TargetHealthStateEnum, 'initial' | 'healthy' | 'unhealthy' | 'draining'>
  reason?: TargetHealthReasonEnum
  description?: string
  /** On the account's own time: when a draining target is gone. */
  drainedAt?: number
}

/** ELBv2's state of one account in one region. Everything is kept by its ARN, targets by `targetKey`. */
export interface Balancing {
  loadBalancers: Collection<LoadBalancerDocument>
  listeners: Collection<ListenerDocument>
  rules: Collection<RuleDocument>
  targetGroups: Collection<TargetGroupDocument>
  targets: Collection<TargetDocument>
}

const states = new WeakMap<Scope, Balancing>()

export function balancing(scope: Scope): Balancing {
  // Each request through a load balancer asks for it, of every account.
  let state = states.get(scope)
  if (!state) {
    state = {
      loadBalancers: scope.collection('elbv2:load-balancer'),
      listeners: scope.collection('elbv2:listener'),
      rules: scope.collection('elbv2:rule'),
      targetGroups: scope.collection('elbv2:target-group'),
      targets: scope.collection('elbv2:target'),
    }
    states.set(scope, state)
  }
  return state
}

export function targetKey({
  TargetGroupArn,
  Id,
  Port,
}: Pick<TargetDocument, 'TargetGroupArn' | 'Id' | 'Port'>): string {
  return `${TargetGroupArn}|${Id}|${Port}`
}

export function targetsOf(scope: Scope, targetGroupArn: string): TargetDocument[] {
  return balancing(scope)
    .targets.values()
    .filter(target => target.TargetGroupArn === targetGroupArn)
}

/** The target groups that an action forwards to. */
export function forwardedGroups(actions: Action[]): string[] {
  return actions.flatMap(action => [
    ...(action.TargetGroupArn ? [action.TargetGroupArn] : []),
    ...(action.ForwardConfig?.TargetGroups ?? []).flatMap(group => group.TargetGroupArn ?? []),
  ])
}

/** The load balancers whose listeners or rules forward to the group: at most one, as on AWS. */
export function loadBalancersOf(scope: Scope, targetGroupArn: string): string[] {
  const { listeners, rules } = balancing(scope)
  const arns = rules
    .values()
    .filter(rule => forwardedGroups(rule.Actions).includes(targetGroupArn))
    .flatMap(rule => listeners.get(rule.ListenerArn)?.LoadBalancerArn ?? [])
  return [...new Set(arns)]
}

/** Whether the load balancer sends to the target's availability zone; a target outside the VPC belongs to `all`. */
export function isZoneEnabled(scope: Scope, target: TargetDocument, loadBalancerArn: string): boolean {
  const zone = target.AvailabilityZone
  const zones = balancing(scope).loadBalancers.get(loadBalancerArn)?.zones
  return !zone || zone === 'all' || !zones || zones.some(({ ZoneName }) => ZoneName === zone)
}
