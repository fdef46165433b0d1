import { createHash } from 'node:crypto'
import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { LiveTargetGroup } from './live-target-group.ts'

interface Weighted {
  group: LiveTargetGroup
  weight: number
  /** Smooth weighted round robin: rises by the weight each turn, falls by the total when chosen. */
  credit: number
  cookie: string
}

/** Chooses among the target groups of a forward action by weight, and keeps a client at its group when the action says so. */
export class ForwardChoice {
  readonly durationSeconds: number | undefined
  readonly #groups: Weighted[]
  readonly #only: LiveTargetGroup | undefined
  readonly #total: number

  constructor(action: Action, groupOf: (arn: string) => LiveTargetGroup) {
    const { TargetGroups = [], TargetGroupStickinessConfig } = action.ForwardConfig ?? {}
    this.durationSeconds = TargetGroupStickinessConfig?.Enabled
      ? TargetGroupStickinessConfig.DurationSeconds
      : undefined
    this.#groups = TargetGroups.map(({ TargetGroupArn = '', Weight = 1 }) => ({
      group: groupOf(TargetGroupArn),
      weight: Weight,
      credit: 0,
      cookie: createHash('sha256').update(TargetGroupArn).digest('base64url').slice(0, 32),
    })).filter(({ weight }, _, all) => weight > 0 || all.length === 1)
    this.#only = this.#groups.length === 1 ? this.#groups[0]?.group : undefined
    const divisor = this.#groups.reduce((found, { weight }) => gcd(weight, found), 0) || 1
    for (const group of this.#groups) group.weight /= divisor
    this.#total = this.#groups.reduce((sum, { weight }) => sum + weight, 0)
    // It is made anew with every change of the listener: always beginning with the heaviest would favour that group.
    for (let turns = Math.floor(Math.random() * this.#total); turns > 0; turns--) this.next()
  }

  /** Undefined when every weight is 0. */
  next(): LiveTargetGroup | undefined {
    if (this.#only) return this.#only
    let best: Weighted | undefined
    for (const candidate of this.#groups) {
      candidate.credit += candidate.weight
      if (!best || candidate.credit > best.credit) best = candidate
    }
    if (best) best.credit -= this.#total
    return best?.group
  }

  /** The group that the client's cookie names, while its weight is above 0. */
  byCookie(cookie: string): LiveTargetGroup | undefined {
    return this.#groups.find(candidate => candidate.cookie === cookie)?.group
  }

  cookieOf(group: LiveTargetGroup): string {
    return this.#groups.find(candidate => candidate.group === group)?.cookie ?? ''
  }
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}
