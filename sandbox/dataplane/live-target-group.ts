import { newCounters } from './counters.ts'
import type { Counters } from './counters.ts'
import type { LiveTarget } from './live-target.ts'

export interface Stickiness {
  type: 'lb_cookie' | 'app_cookie' | 'source_ip'
  /** The application's cookie, for `app_cookie`. */
  name: string
  durationSeconds: number
}

/** A target group as the proxy uses it: who may be sent to, in what order. */
export class LiveTargetGroup {
  readonly arn: string
  readonly counters: Counters = newCounters()
  readonly targets = new Map<string, LiveTarget>()
  algorithm = 'round_robin'
  stickiness: Stickiness | undefined
  /** The healthy targets; when none is, all that are registered (AWS fails open). */
  available: LiveTarget[] = []
  #next = 0

  constructor(arn: string) {
    this.arn = arn
  }

  /** The target for a new request, another than `failed` if there is one; undefined when none is registered. */
  pick(failed?: LiveTarget): LiveTarget | undefined {
    const { available } = this
    if (available.length === 0) return undefined
    if (available.length === 1) return available[0]
    if (this.algorithm === 'least_outstanding_requests') return this.#leastBusy(failed)
    if (this.algorithm === 'weighted_random') this.#next = Math.floor(Math.random() * available.length)
    let passedOver: LiveTarget | undefined
    for (let attempt = 0; attempt < available.length; attempt++) {
      this.#next = (this.#next + 1) % available.length
      const target = available[this.#next]
      if (!target || target === failed) continue
      if (!target.slowStart || Math.random() < target.slowStart()) return target
      passedOver = target
    }
    return passedOver ?? failed
  }

  /** The same target for the same client, as long as the available ones are the same. */
  bySource(ip: string): LiveTarget | undefined {
    let hash = 0
    for (const char of ip) hash = (Math.imul(hash, 31) + char.charCodeAt(0)) >>> 0
    return this.available[hash % this.available.length]
  }

  /** The target that a stickiness cookie names, while requests may go to it. */
  byCookie(cookie: string): LiveTarget | undefined {
    return this.available.find(target => target.cookie === cookie)
  }

  #leastBusy(failed?: LiveTarget): LiveTarget | undefined {
    const others = this.available.filter(target => target !== failed)
    return others.reduce<LiveTarget | undefined>(
      (least, target) => (least && least.inFlight <= target.inFlight ? least : target),
      undefined,
    )
  }
}
