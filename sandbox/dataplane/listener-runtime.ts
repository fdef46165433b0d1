import type { Sandbox } from '../operation.ts'
import type { PrivateEndpoint } from '../runtime/address-book.ts'
import { allowsIngress } from '../services/ec2/reachability.ts'
import { collections } from '../services/ec2/store.ts'
import { attribute, listenerDefaults, LOAD_BALANCER_DEFAULTS } from '../services/elbv2/attributes.ts'
import { rulesOf } from '../services/elbv2/listeners.ts'
import { balancing } from '../services/elbv2/store.ts'
import type { ListenerDocument, LoadBalancerDocument } from '../services/elbv2/store.ts'
import type { Scope } from '../store/store.ts'
import type { Counters } from './counters.ts'
import { ForwardChoice } from './forward-choice.ts'
import type { Forwarded } from './headers.ts'
import { LiveListener } from './live-listener.ts'
import { LiveTargetGroup } from './live-target-group.ts'
import { Router } from './router.ts'
import { TcpListener } from './tcp-listener.ts'
import type { TcpRouting } from './tcp-listener.ts'

type GroupOf = (arn: string) => LiveTargetGroup | undefined

/** Keeps one listener: its port on this machine, and the rules it routes by. */
export class ListenerRuntime {
  readonly loadBalancerArn: string
  port: number
  readonly #sandbox: Sandbox
  readonly #scope: Scope
  readonly #counters: Counters
  #live: LiveListener | TcpListener | undefined
  #localPort: number | undefined
  #closed = false
  #bound: PrivateEndpoint[] = []
  #admitted = new Map<string, boolean>()

  constructor(sandbox: Sandbox, scope: Scope, document: ListenerDocument, counters: Counters) {
    this.loadBalancerArn = document.LoadBalancerArn
    this.port = document.Port
    this.#sandbox = sandbox
    this.#scope = scope
    this.#counters = counters
  }

  /** What answers requests; also for those that come by way of the forward proxy. */
  get live(): LiveListener | TcpListener | undefined {
    return this.#live
  }

  /** The port on 127.0.0.1; undefined until it listens. */
  get localPort(): number | undefined {
    return this.#localPort
  }

  /** Follows the stored rules, attributes and security groups. */
  apply(document: ListenerDocument, loadBalancer: LoadBalancerDocument, groupOf: GroupOf): void {
    this.port = document.Port
    this.#admitted = new Map()
    if (document.Protocol === 'TCP') {
      this.#applyTcp(document, loadBalancer, groupOf)
      return
    }
    const router = new Router(rulesOf(this.#scope, document.ListenerArn), {
      forwarded: forwarded(document, loadBalancer),
      counters: this.#counters,
      // A group that has gone in between answers as one without targets.
      groupOf: arn => groupOf(arn) ?? new LiveTargetGroup(arn),
      admits: ip => this.#admits(loadBalancer, document.Port, ip ?? ''),
    })
    if (this.#live instanceof LiveListener) this.#live.router = router
    else this.#open(document, new LiveListener(document.ListenerArn, router))
    const idle = attribute(LOAD_BALANCER_DEFAULTS, loadBalancer.attributes, 'idle_timeout.timeout_seconds')
    this.#live?.setIdle(Number(idle) * 1000)
    this.#bind(loadBalancer)
  }

  close(): void {
    this.#closed = true
    for (const endpoint of this.#bound) this.#sandbox.addresses.unbind(endpoint)
    this.#live?.close()
  }

  #applyTcp(document: ListenerDocument, loadBalancer: LoadBalancerDocument, groupOf: GroupOf): void {
    const action = rulesOf(this.#scope, document.ListenerArn)[0]?.Actions[0]
    const choice = new ForwardChoice(
      action ?? { Type: 'forward' },
      arn => groupOf(arn) ?? new LiveTargetGroup(arn),
    )
    const routing: TcpRouting = {
      counters: this.#counters,
      admits: ip => this.#admits(loadBalancer, document.Port, ip),
      pick(ip) {
        const group = choice.next()
        return group?.stickiness?.type === 'source_ip' ? group.bySource(ip) : group?.pick()
      },
    }
    if (this.#live instanceof TcpListener) this.#live.routing = routing
    else this.#open(document, new TcpListener(routing))
    const idle = attribute(listenerDefaults(document), document.attributes ?? {}, 'tcp.idle_timeout.seconds')
    this.#live?.setIdle(Number(idle) * 1000)
    this.#bind(loadBalancer)
  }

  #open(document: ListenerDocument, live: LiveListener | TcpListener): void {
    this.#live = live
    live.listen(document.localPort).then(
      localPort => {
        // Closed before it listened: the same listener may be open anew, after a reset or a restored snapshot.
        if (this.#closed) {
          live.close()
          return
        }
        this.#localPort = localPort
        const { listeners, loadBalancers } = balancing(this.#scope)
        const stored = listeners.get(document.ListenerArn)
        if (stored) listeners.put(document.ListenerArn, { ...stored, localPort })
        const loadBalancer = loadBalancers.get(document.LoadBalancerArn)
        if (stored && loadBalancer) this.#bind(loadBalancer)
      },
      (error: unknown) => {
        this.#sandbox.log.error({ error, listener: document.ListenerArn }, 'a load balancer cannot listen')
      },
    )
  }

  /** Makes the load balancer's private addresses lead here, for callers inside the VPC. */
  #bind(loadBalancer: LoadBalancerDocument): void {
    const { addresses } = this.#sandbox
    for (const endpoint of this.#bound) addresses.unbind(endpoint)
    if (this.#localPort === undefined) return
    const { accountId, region } = this.#scope
    const { networkInterfaces } = collections(this.#scope)
    this.#bound = loadBalancer.zones.flatMap(zone => {
      const ip = networkInterfaces.get(zone.networkInterfaceId)?.PrivateIpAddress
      return ip === undefined ? [] : [{ accountId, region, ip, port: this.port }]
    })
    for (const endpoint of this.#bound) addresses.bind(endpoint, { host: '127.0.0.1', port: this.#localPort })
  }

  /** Whether the load balancer's security groups let the client in; remembered until something changes. */
  #admits(loadBalancer: LoadBalancerDocument, port: number, address: string): boolean {
    const ip = address.startsWith('::ffff:') ? address.slice(7) : address
    const known = this.#admitted.get(ip)
    if (known !== undefined) return known
    const client = { ips: [ip], groupIds: [] }
    const groups = loadBalancer.SecurityGroups
    const admits = groups.length === 0 || allowsIngress(this.#scope, groups, client, port)
    this.#admitted.set(ip, admits)
    return admits
  }
}

function forwarded({ Port }: ListenerDocument, { attributes }: LoadBalancerDocument): Forwarded {
  const setting = (name: string) => attribute(LOAD_BALANCER_DEFAULTS, attributes, name)
  return {
    port: Port,
    protocol: 'http',
    mode: setting('routing.http.xff_header_processing.mode') as Forwarded['mode'],
    clientPort: setting('routing.http.xff_client_port.enabled') === 'true',
  }
}
