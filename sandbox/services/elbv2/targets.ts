import type { TargetHealthReasonEnum, TargetHealthStateEnum } from '@aws-sdk/client-elastic-load-balancing-v2'
import { routesChanged } from '../../dataplane/data-plane.ts'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { contains } from '../ec2/cidr.ts'
import { collections } from '../ec2/store.ts'
import { deregistrationDelay } from './attributes.ts'
import { noTargetGroup } from './errors.ts'
import { balancing, isZoneEnabled, loadBalancersOf, targetKey, targetsOf } from './store.ts'
import type { TargetDocument, TargetGroupDocument } from './store.ts'
import { DRAINING, NOT_IN_USE, REGISTERING, ZONE_NOT_ENABLED } from './target-states.ts'

/** What ECS has to know of a target group to run a service behind it. */
export type FoundTargetGroup = Omit<TargetGroupDocument, 'attributes' | 'tags'> & {
  LoadBalancerArns: string[]
  /** `deregistration_delay.timeout_seconds`, on the account's own time. */
  deregistrationDelaySeconds: number
}

export interface TargetAddress {
  /** Private IP address. */
  id: string
  port: number
  availabilityZone?: string
}

export interface TargetState {
  id: string
  port: number
  state: TargetHealthStateEnum
  reason?: TargetHealthReasonEnum
  description?: string
}

/** The target group, with the load balancers that forward to it now. */
export function findTargetGroup(scope: Scope, arn: string): FoundTargetGroup | undefined {
  const document = balancing(scope).targetGroups.get(arn)
  if (!document) return undefined
  const { attributes, tags: _tags, ...group } = document
  return {
    ...group,
    LoadBalancerArns: loadBalancersOf(scope, arn),
    deregistrationDelaySeconds: deregistrationDelay(attributes),
  }
}

/** Registers targets; one that is registered already stays as it is, one that drains begins anew. Throws TargetGroupNotFound. */
export function registerTargets(sandbox: Sandbox, scope: Scope, arn: string, targets: TargetAddress[]): void {
  const { targetGroups, targets: registered } = balancing(scope)
  const group = targetGroups.get(arn)
  if (!group) throw noTargetGroup(scope, arn)
  for (const { id, port, availabilityZone } of targets) {
    const zone = availabilityZone ?? zoneOf(scope, group, id)
    const target = { TargetGroupArn: arn, Id: id, Port: port, ...(zone && { AvailabilityZone: zone }) }
    const existing = registered.get(targetKey(target))
    if (existing && existing.state !== 'draining') continue
    registered.put(targetKey(target), { ...target, ...REGISTERING })
  }
  routesChanged(sandbox, scope)
}

/** Begins to drain targets: no new requests from now on. A target that is not registered is passed over. Throws TargetGroupNotFound. */
export function deregisterTargets(
  sandbox: Sandbox,
  scope: Scope,
  arn: string,
  targets: Omit<TargetAddress, 'availabilityZone'>[],
): void {
  const { targetGroups, targets: registered } = balancing(scope)
  const group = targetGroups.get(arn)
  if (!group) throw noTargetGroup(scope, arn)
  const inUse = loadBalancersOf(scope, arn).length > 0
  for (const { id, port } of targets) {
    const key = targetKey({ TargetGroupArn: arn, Id: id, Port: port })
    const target = registered.get(key)
    if (!target || target.state === 'draining') continue
    const delay = deregistrationDelay(group.attributes) * 1000
    if (!inUse || delay === 0) {
      registered.delete(key)
      continue
    }
    const { TargetGroupArn, Id, Port, AvailabilityZone } = target
    registered.put(key, {
      ...{ TargetGroupArn, Id, Port, ...(AvailabilityZone && { AvailabilityZone }) },
      ...DRAINING,
      drainedAt: sandbox.clock.time(scope.accountId) + delay,
    })
  }
  routesChanged(sandbox, scope)
}

/** Health of every registered or draining target, as DescribeTargetHealth tells it. Throws TargetGroupNotFound. */
export function targetHealth(sandbox: Sandbox, scope: Scope, arn: string): TargetState[] {
  if (!balancing(scope).targetGroups.has(arn)) throw noTargetGroup(scope, arn)
  const loadBalancerArn = loadBalancersOf(scope, arn)[0]
  const now = sandbox.clock.time(scope.accountId)
  return targetsOf(scope, arn)
    .filter(target => target.drainedAt === undefined || target.drainedAt > now)
    .map(target => ({ id: target.Id, port: target.Port, ...shownHealth(scope, target, loadBalancerArn) }))
}

function shownHealth(scope: Scope, target: TargetDocument, loadBalancerArn: string | undefined) {
  const { state, reason, description } = target
  if (state !== 'draining') {
    if (!loadBalancerArn) return NOT_IN_USE
    if (!isZoneEnabled(scope, target, loadBalancerArn)) return ZONE_NOT_ENABLED
  }
  return { state, ...(reason && { reason }), ...(description && { description }) }
}

/** The zone of the group's subnet that the address is in, as AWS finds it out. */
function zoneOf(scope: Scope, { VpcId }: TargetGroupDocument, ip: string): string | undefined {
  const found = collections(scope)
    .subnets.values()
    .find(subnet => subnet.VpcId === VpcId && contains(subnet.CidrBlock, ip))
  return found?.AvailabilityZone
}
