import type { Sandbox } from '../operation.ts'
import { allowsEgress, allowsIngress, interfaceAt } from '../services/ec2/reachability.ts'
import { collections } from '../services/ec2/store.ts'
import { attribute, LOAD_BALANCER_DEFAULTS, TARGET_GROUP_DEFAULTS } from '../services/elbv2/attributes.ts'
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
  readonly #checkers = new Map<string, HealthChecker>()

  constructor(sandbox: Sandbox, scope: Scope, arn: string) {
    this.#sandbox = sandbox
    this.#scope = scope
    this.live = new LiveTargetGroup(arn)
  }

  /** Follows the stored targets, attributes and security groups. */
  apply(group: TargetGroupDocument, loadBalancer: LoadBalancerDocument): void {
    const { live } = this
    const setting = (name: string) => attribute(TARGET_GROUP_DEFAULTS, group.attributes, name)
    live.algorithm = setting('load_balancing.algorithm.type')
    live.stickiness = stickiness(setting)
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
          this.#refresh()
        },
      },
      clock,
      this.#scope.accountId,
    )
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
    allowsEgress(scope, groups, { ips: [target.id], groupIds: eni?.GroupIds ?? [] }, target.port) &&
    (!eni || allowsIngress(scope, eni.GroupIds, { ips: own, groupIds: groups }, target.port))
  )
}
