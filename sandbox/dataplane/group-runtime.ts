import type { Sandbox } from '../operation.ts'
import { allowsEgress, allowsIngress, interfaceAt } from '../services/ec2/reachability.ts'
import { collections } from '../services/ec2/store.ts'
import { attribute, LOAD_BALANCER_DEFAULTS, targetGroupDefaults } from '../services/elbv2/attributes.ts'
import { balancing, isZoneEnabled, targetKey, targetsOf } from '../services/elbv2/store.ts'
import type { LoadBalancerDocument, TargetDocument, TargetGroupDocument } from '../services/elbv2/store.ts'
import type { Scope } from '../store/store.ts'
import { HealthChecker } from './health-checker.ts'
import { LiveTarget } from './live-target.ts'
import { LiveTargetGroup } from './live-target-group.ts'
import type { Stickiness } from './live-target-group.ts'

/** Keeps one target group in use: its live targets, their health checks, and who is available. */
export class GroupRuntime {
  readonly live: LiveTargetGroup
  readonly #sandbox: Sandbox
  readonly #scope: Scope
  #slowStartMs = 0
  #cutsUnhealthy = false
  #cutsDrained = false
  readonly #checkers = new Map<string, HealthChecker>()

  constructor(sandbox: Sandbox, scope: Scope, arn: string) {
    this.#sandbox = sandbox
    this.#scope = scope
    this.live = new LiveTargetGroup(arn)
  }

  /** Follows the stored targets, attributes and security groups. */
  apply(group: TargetGroupDocument, loadBalancer: LoadBalancerDocument): void {
    const { live } = this
    const setting = (name: string) => attribute(targetGroupDefaults(group), group.attributes, name)
    live.algorithm = setting('load_balancing.algorithm.type')
    live.stickiness = stickiness(setting)
    this.#slowStartMs = Number(setting('slow_start.duration_seconds')) * 1000
    this.#cutsUnhealthy = setting('target_health_state.unhealthy.connection_termination.enabled') === 'true'
    this.#cutsDrained = setting('deregistration_delay.connection_termination.enabled') === 'true'
    const idleMs =
      Number(attribute(LOAD_BALANCER_DEFAULTS, loadBalancer.attributes, 'idle_timeout.timeout_seconds')) *
      1000
    const documents = targetsOf(this.#scope, live.arn).filter(target =>
      isZoneEnabled(this.#scope, target, loadBalancer.LoadBalancerArn),
    )
    const stored = new Set(documents.map(targetKey))
    for (const key of live.targets.keys()) if (!stored.has(key)) this.#remove(key)
    for (const document of documents) this.#applyTarget(document, loadBalancer, idleMs)
    this.#refresh()
  }

  close(): void {
    for (const key of this.live.targets.keys()) this.#remove(key)
    this.#refresh()
  }

  #applyTarget(document: TargetDocument, loadBalancer: LoadBalancerDocument, idleMs: number): void {
    const key = targetKey(document)
    const { targets } = this.live
    let target = targets.get(key)
    if (target?.draining && document.state !== 'draining') {
      // Registered again while it drained.
      this.#remove(key)
      target = undefined
    }
    if (!target) {
      target = new LiveTarget(document, this.#sandbox.addresses, this.#scope, idleMs)
      targets.set(key, target)
    }
    target.connections.idleMs = idleMs
    target.cutsFlows = this.#cutsDrained
    target.blocked = !reaches(this.#scope, loadBalancer, target)
    if (document.state === 'draining') {
      if (!target.draining) target.drain()
      this.#checkers.get(key)?.stop()
      this.#checkers.delete(key)
    } else if (!this.#checkers.has(key)) {
      this.#checkers.set(key, this.#checker(target))
    }
  }

  #checker(target: LiveTarget): HealthChecker {
    const { targetGroups, targets } = balancing(this.#scope)
    const { clock } = this.#sandbox
    return new HealthChecker(
      target,
      {
        group: () => targetGroups.get(this.live.arn),
        state: () => targets.get(target.key),
        change: health => {
          const document = targets.get(target.key)
          if (!document || document.state === 'draining') return
          const { reason: _reason, description: _description, ...rest } = document
          const same = document.state === health.state && document.description === health.description
          if (!same) targets.put(target.key, { ...rest, ...health })
          if (health.state === 'healthy') this.#beginSlowStart(target)
          if (health.state === 'unhealthy' && this.#cutsUnhealthy) target.cutFlows()
          this.#refresh()
        },
      },
      clock,
      this.#scope.accountId,
    )
  }

  /** A target that becomes healthy beside others that are warm gets its share little by little. */
  #beginSlowStart(target: LiveTarget): void {
    const { clock } = this.#sandbox
    const { accountId } = this.#scope
    const { targets } = balancing(this.#scope)
    const duration = this.#slowStartMs
    const warm = [...this.live.targets.values()].some(
      other => other !== target && !other.slowStart && targets.get(other.key)?.state === 'healthy',
    )
    if (duration === 0 || !warm || target.slowStart) return
    const began = clock.time(accountId)
    target.slowStart = () => (clock.time(accountId) - began) / duration
    clock.after(accountId, duration, () => (target.slowStart = undefined))
  }

  #remove(key: string): void {
    this.#checkers.get(key)?.stop()
    this.#checkers.delete(key)
    this.live.targets.get(key)?.close()
    this.live.targets.delete(key)
  }

  #refresh(): void {
    const { targets } = balancing(this.#scope)
    const registered = [...this.live.targets.values()].filter(target => !target.draining)
    const healthy = registered.filter(target => targets.get(target.key)?.state === 'healthy')
    this.live.available = healthy.length > 0 ? healthy : registered
  }
}

function stickiness(setting: (name: string) => string): Stickiness | undefined {
  if (setting('stickiness.enabled') !== 'true') return undefined
  if (setting('stickiness.type') === 'source_ip') return { type: 'source_ip', name: '', durationSeconds: 0 }
  const isApp = setting('stickiness.type') === 'app_cookie'
  const type = isApp ? 'app_cookie' : 'lb_cookie'
  return {
    type,
    name: setting('stickiness.app_cookie.cookie_name'),
    durationSeconds: Number(setting(`stickiness.${type}.duration_seconds`)),
  }
}

/** Whether security groups let the load balancer reach the target. An address without an interface has no group in front of it. */
function reaches(scope: Scope, loadBalancer: LoadBalancerDocument, target: LiveTarget): boolean {
  const eni = interfaceAt(scope, target.id)
  const { networkInterfaces } = collections(scope)
  const own = loadBalancer.zones.flatMap(
    zone => networkInterfaces.get(zone.networkInterfaceId)?.PrivateIpAddress ?? [],
  )
  const groups = loadBalancer.SecurityGroups
  return (
    // A Network Load Balancer may have no security groups at all, which keeps nothing in.
    (groups.length === 0 ||
      allowsEgress(scope, groups, { ips: [target.id], groupIds: eni?.GroupIds ?? [] }, target.port)) &&
    (!eni || allowsIngress(scope, eni.GroupIds, { ips: own, groupIds: groups }, target.port))
  )
}
