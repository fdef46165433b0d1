import type { Cancel } from '../clock.ts'
import type { Sandbox } from '../operation.ts'
import { measureEveryMinute, watchAccount } from '../services/cloudwatch/every-minute.ts'
import { deregistrationDelay } from '../services/elbv2/attributes.ts'
import { balancing, targetKey } from '../services/elbv2/store.ts'
import type { LoadBalancerDocument } from '../services/elbv2/store.ts'
import { REGISTERING } from '../services/elbv2/target-states.ts'
import type { Scope } from '../store/store.ts'
import { newCounters } from './counters.ts'
import type { Counters } from './counters.ts'
import { GroupRuntime } from './group-runtime.ts'
import { ListenerRuntime } from './listener-runtime.ts'
import { LoadBalancerMetrics } from './load-balancer-metrics.ts'

/** Wall clock: how often a target is looked at that answers requests beyond the end of its draining. */
const LOOK_AGAIN_MS = 100

const planes = new WeakMap<Sandbox, DataPlane>()

/** Tells the data plane that something which routing depends on has changed; nothing happens while none runs. */
export function routesChanged(sandbox: Sandbox, scope: Scope): void {
  planes.get(sandbox)?.apply(scope)
}

/** The data plane of this practice account; undefined before it was started. */
export function dataPlaneOf(sandbox: Sandbox): DataPlane | undefined {
  return planes.get(sandbox)
}

/** Starts routing for everything that is in the store. */
export function startDataPlane(sandbox: Sandbox): DataPlane {
  const plane = new DataPlane(sandbox)
  planes.set(sandbox, plane)
  measureEveryMinute(sandbox, {
    isBusy: accountId => planes.get(sandbox)?.isCounting(accountId) ?? false,
    measure: scope => planes.get(sandbox)?.measure(scope),
  })
  for (const scope of sandbox.store.scopes()) plane.apply(scope)
  return plane
}

/** What runs for one account in one region. */
interface Place {
  scope: Scope
  listeners: Map<string, ListenerRuntime>
  groups: Map<string, GroupRuntime>
  /** Counters of load balancers, by ARN. */
  counters: Map<string, Counters>
  /** Waits for load balancers to become active and for targets to be drained, by ARN or target key. */
  timers: Map<string, Cancel>
}

/** The load balancers' real side: it makes listeners, proxies and health checks follow what the store says. */
export class DataPlane {
  readonly #sandbox: Sandbox
  readonly #places = new Map<string, Place>()
  readonly #metrics: LoadBalancerMetrics

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox
    this.#metrics = new LoadBalancerMetrics(sandbox)
  }

  /** Makes what runs in this account and region equal to the stored state; cheap when nothing has changed. */
  apply(scope: Scope): void {
    const state = balancing(scope)
    const place = this.#place(scope)
    const active = new Map<string, LoadBalancerDocument>()
    const now = this.#sandbox.clock.time(scope.accountId)
    for (const document of state.loadBalancers.values()) {
      const wait = document.activeAt - now
      if (wait <= 0) active.set(document.LoadBalancerArn, document)
      else this.#later(place, document.LoadBalancerArn, wait)
    }
    this.#dropDrained(place, now)
    this.#applyGroups(place, active)
    this.#applyListeners(place, active)
  }

  /** The listener of the load balancer with this DNS name on this port; `undefined` for a name that does not exist. */
  find(
    dnsName: string,
  ): { document: LoadBalancerDocument; listener(port: number): ListenerRuntime | undefined } | undefined {
    for (const { scope, listeners } of this.#places.values()) {
      const document = balancing(scope)
        .loadBalancers.values()
        .find(({ DNSName }) => DNSName.toLowerCase() === dnsName)
      if (!document) continue
      const listener = (port: number) =>
        [...listeners.values()].find(
          runtime => runtime.port === port && runtime.loadBalancerArn === document.LoadBalancerArn,
        )
      return { document, listener }
    }
    return undefined
  }

  /** What was counted for a load balancer and for a target group, by ARN. */
  counters(scope: Scope, arn: string): Counters | undefined {
    const place = this.#place(scope)
    return place.counters.get(arn) ?? place.groups.get(arn)?.live.counters
  }

  /** Whether a load balancer of the account has listeners. */
  isCounting(accountId: string): boolean {
    return [...this.#places.values()].some(
      ({ scope, counters }) => scope.accountId === accountId && counters.size > 0,
    )
  }

  /** Records what was counted since the last time as CloudWatch metrics. */
  measure(scope: Scope): void {
    const place = this.#places.get(`${scope.accountId}/${scope.region}`)
    if (!place) return
    const owners = ownersOf(scope)
    for (const [arn, counters] of place.counters) {
      const groups = [...place.groups].flatMap(([groupArn, { live }]) =>
        owners.get(groupArn) === arn ? [{ arn: groupArn, counters: live.counters }] : [],
      )
      this.#metrics.record(scope, arn, counters, groups)
    }
  }

  /** Ends listeners and health checks of the account. */
  resetAccount(accountId: string): void {
    for (const [key, place] of this.#places) {
      if (place.scope.accountId !== accountId) continue
      closePlace(place)
      this.#places.delete(key)
    }
  }

  /** Follows documents that have been put in the place of the account's others; closes what none of them asks for. */
  restoreAccount(accountId: string): void {
    const scopes = [...this.#places.values()].map(({ scope }) => scope)
    for (const scope of new Set([...scopes, ...this.#sandbox.store.scopes()])) {
      if (scope.accountId === accountId) this.apply(scope)
    }
  }

  stop(): void {
    for (const place of this.#places.values()) closePlace(place)
    this.#places.clear()
    planes.delete(this.#sandbox)
  }

  #place(scope: Scope): Place {
    const key = `${scope.accountId}/${scope.region}`
    let place = this.#places.get(key)
    if (!place) {
      place = { scope, listeners: new Map(), groups: new Map(), counters: new Map(), timers: new Map() }
      this.#places.set(key, place)
    }
    return place
  }

  #later(place: Place, key: string, ms: number): void {
    if (place.timers.has(key)) return
    const cancel = this.#sandbox.clock.after(place.scope.accountId, ms, () => {
      place.timers.delete(key)
      this.apply(place.scope)
    })
    place.timers.set(key, cancel)
  }

  #dropDrained(place: Place, now: number): void {
    const { targets } = balancing(place.scope)
    for (const target of targets.values()) {
      if (target.drainedAt === undefined) continue
      const key = targetKey(target)
      const live = place.groups.get(target.TargetGroupArn)?.live.targets.get(key)
      if (target.drainedAt > now) this.#later(place, key, target.drainedAt - now)
      else if (live?.answersStill(this.#delayMs(place, target.TargetGroupArn))) {
        const wait = LOOK_AGAIN_MS * this.#sandbox.clock.scale(place.scope.accountId)
        targets.put(key, { ...target, drainedAt: now + wait })
        this.#later(place, key, wait)
      } else targets.delete(key)
    }
  }

  #delayMs({ scope }: Place, groupArn: string): number {
    const attributes = balancing(scope).targetGroups.get(groupArn)?.attributes
    return attributes ? deregistrationDelay(attributes) * 1000 : 0
  }

  #applyGroups(place: Place, active: Map<string, LoadBalancerDocument>): void {
    const { scope, groups } = place
    const { targetGroups, targets } = balancing(scope)
    const owners = ownersOf(scope)
    for (const document of targetGroups.values()) {
      const arn = document.TargetGroupArn
      const owner = owners.get(arn)
      const loadBalancer = owner === undefined ? undefined : active.get(owner)
      if (loadBalancer) {
        let runtime = groups.get(arn)
        if (!runtime) groups.set(arn, (runtime = new GroupRuntime(this.#sandbox, scope, arn)))
        runtime.apply(document, loadBalancer)
      } else if (owner === undefined) {
        // Out of use: draining ends at once, and the next use begins with new checks.
        for (const target of targets.values()) {
          if (target.TargetGroupArn !== arn || target.reason === REGISTERING.reason) continue
          if (target.state === 'draining') targets.delete(targetKey(target))
          else {
            const { reason: _reason, description: _description, ...rest } = target
            targets.put(targetKey(target), { ...rest, ...REGISTERING })
          }
        }
      }
      if (!loadBalancer) dropGroup(groups, arn)
    }
    for (const arn of groups.keys()) if (!targetGroups.has(arn)) dropGroup(groups, arn)
  }

  #applyListeners(place: Place, active: Map<string, LoadBalancerDocument>): void {
    const { scope, listeners, groups, counters } = place
    const stored = balancing(scope).listeners
    for (const document of stored.values()) {
      const loadBalancer = active.get(document.LoadBalancerArn)
      if (!loadBalancer) continue
      let counted = counters.get(document.LoadBalancerArn)
      if (!counted) {
        counters.set(document.LoadBalancerArn, (counted = newCounters()))
        watchAccount(this.#sandbox, scope.accountId)
      }
      const existing = listeners.get(document.ListenerArn)
      const runtime = existing ?? new ListenerRuntime(this.#sandbox, scope, document, counted)
      listeners.set(document.ListenerArn, runtime)
      runtime.apply(document, loadBalancer, arn => groups.get(arn)?.live)
    }
    for (const [arn, runtime] of listeners) {
      if (stored.has(arn)) continue
      runtime.close()
      listeners.delete(arn)
    }
    for (const arn of counters.keys()) if (!active.has(arn)) counters.delete(arn)
  }
}

/** Which load balancer each target group in use belongs to. */
function ownersOf(scope: Scope): Map<string, string> {
  const { rules, listeners } = balancing(scope)
  const owners = new Map<string, string>()
  for (const rule of rules.values()) {
    const owner = listeners.get(rule.ListenerArn)?.LoadBalancerArn
    if (!owner) continue
    for (const action of rule.Actions) {
      for (const { TargetGroupArn } of action.ForwardConfig?.TargetGroups ?? []) {
        if (TargetGroupArn) owners.set(TargetGroupArn, owner)
      }
    }
  }
  return owners
}

function dropGroup(groups: Map<string, GroupRuntime>, arn: string): void {
  groups.get(arn)?.close()
  groups.delete(arn)
}

function closePlace(place: Place): void {
  for (const cancel of place.timers.values()) cancel()
  for (const runtime of place.listeners.values()) runtime.close()
  for (const runtime of place.groups.values()) runtime.close()
}
