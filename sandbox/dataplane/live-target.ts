import { createHash } from 'node:crypto'
import type { Duplex } from 'node:stream'
import type { AddressBook, RealEndpoint } from '../runtime/address-book.ts'
import type { TargetDocument } from '../services/elbv2/store.ts'
import { targetKey } from '../services/elbv2/store.ts'
import { UpstreamPool } from './upstream.ts'

/** What no time scale takes from requests under way on a target that drains (wall clock). */
const LEAST_DRAIN_MS = 10_000

/** One registered target as the proxy uses it: its connections and what goes on over them. */
export class LiveTarget {
  readonly key: string
  readonly id: string
  readonly port: number
  /** What stickiness cookies call it: says nothing about the target, and is the same after a restart. */
  readonly cookie: string
  /** Connections that are kept for the next request. */
  readonly connections: UpstreamPool
  /** Security groups keep the load balancer out: connections hang. */
  blocked = false
  draining = false
  #drainingSince = 0
  inFlight = 0
  /** Connections that were upgraded, such as websockets. */
  readonly upgraded = new Set<Duplex>()
  /** Clients whose TCP connections a Network Load Balancer has joined to this target. */
  readonly flows = new Set<Duplex>()
  /** Whether the end of draining cuts those as well. */
  cutsFlows = false
  /** The share of its requests, from 0 to 1, that a target in slow start gets by now; undefined outside of it. */
  slowStart: (() => number) | undefined
  readonly #addresses: AddressBook
  readonly #place: { accountId: string; region: string }

  constructor(
    document: TargetDocument,
    addresses: AddressBook,
    place: { accountId: string; region: string },
    idleMs: number,
  ) {
    this.key = targetKey(document)
    this.id = document.Id
    this.port = document.Port
    this.cookie = createHash('sha256').update(this.key).digest('base64url').slice(0, 32)
    this.connections = new UpstreamPool(idleMs)
    this.#addresses = addresses
    this.#place = place
  }

  /** Where the target really listens; undefined when nothing does, as if the connection were refused. */
  endpoint(port = this.port): RealEndpoint | undefined {
    const { accountId, region } = this.#place
    return this.#addresses.lookup({ accountId, region, ip: this.id, port })
  }

  /** No new requests from now on: idle connections close, so that the target can end at once when it is told to. */
  drain(): void {
    this.draining = true
    this.#drainingSince = performance.now()
    this.connections.drain()
  }

  /**
   * Whether a draining target has requests under way that would have ended in time on AWS: programs do not answer faster
   * because an account's time does. `delayMs` is the deregistration delay as it is on AWS.
   */
  answersStill(delayMs: number): boolean {
    const least = Math.min(delayMs, LEAST_DRAIN_MS)
    return (
      this.inFlight > this.upgraded.size + this.flows.size && performance.now() - this.#drainingSince < least
    )
  }

  /** Ends every TCP connection to the target. */
  cutFlows(): void {
    for (const socket of this.flows) socket.destroy()
  }

  /** The end of draining: what is still open is cut. */
  close(): void {
    this.connections.close()
    for (const socket of this.upgraded) socket.destroy()
    if (this.cutsFlows) this.cutFlows()
  }
}
