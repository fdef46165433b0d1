import type { Cancel, Clock } from '../clock.ts'
import { parseMatcher } from '../services/elbv2/matcher.ts'
import type { TargetDocument, TargetGroupDocument } from '../services/elbv2/store.ts'
import { CHECKING, HEALTHY } from '../services/elbv2/target-states.ts'
import { probe } from './health-probe.ts'
import type { ProbeResult } from './health-probe.ts'
import type { LiveTarget } from './live-target.ts'

/** Between registration and the first check, in the account's own time. */
const REGISTRATION_MS = 5_000
/** However fast the account's time runs, a target is not asked more often than this, by the wall clock… */
const LEAST_INTERVAL_MS = 100
/** …and has at least this long to answer. */
const LEAST_TIMEOUT_MS = 1_000

export interface Checked {
  state(): TargetDocument | undefined
  group(): TargetGroupDocument | undefined
  /** Stores the target's new state, and routes by it. */
  change(health: Pick<TargetDocument, 'state' | 'reason' | 'description'>): void
}

/**
 * Checks one target again and again and moves its state:
 * initial → healthy at the first check that passes; initial, healthy → unhealthy after UnhealthyThresholdCount failures in a row;
 * unhealthy → healthy after HealthyThresholdCount passes in a row.
 */
export class HealthChecker {
  readonly #target: LiveTarget
  readonly #checked: Checked
  readonly #clock: Clock
  readonly #accountId: string
  readonly #stopped = new AbortController()
  #cancel: Cancel
  #passes = 0
  #failures = 0

  constructor(target: LiveTarget, checked: Checked, clock: Clock, accountId: string) {
    this.#target = target
    this.#checked = checked
    this.#clock = clock
    this.#accountId = accountId
    const isNew = checked.state()?.reason === 'Elb.RegistrationInProgress'
    this.#cancel = clock.after(accountId, isNew ? REGISTRATION_MS : 0, () => this.#begin(isNew))
  }

  stop(): void {
    this.#stopped.abort()
    this.#cancel()
  }

  #begin(isNew: boolean): void {
    if (isNew && !this.#stopped.signal.aborted) this.#checked.change(CHECKING)
    void this.#check()
  }

  async #check(): Promise<void> {
    const group = this.#checked.group()
    const { signal } = this.#stopped
    if (!group || signal.aborted) return
    const scale = this.#clock.scale(this.#accountId)
    const startedAt = this.#clock.time(this.#accountId)
    const port = group.HealthCheckPort === 'traffic-port' ? this.#target.port : Number(group.HealthCheckPort)
    const result = await probe({
      group,
      matches: parseMatcher(group.Matcher?.HttpCode ?? '200-399'),
      hostHeader: `${this.#target.id}:${port}`,
      endpoint: this.#target.endpoint(port),
      blocked: this.#target.blocked,
      timeoutMs: Math.max(LEAST_TIMEOUT_MS, (group.HealthCheckTimeoutSeconds * 1000) / scale),
      signal,
    })
    if (signal.aborted) return
    this.#judge(result, group)
    const interval = Math.max(group.HealthCheckIntervalSeconds * 1000, LEAST_INTERVAL_MS * scale)
    const passed = this.#clock.time(this.#accountId) - startedAt
    this.#cancel = this.#clock.after(
      this.#accountId,
      Math.max(0, interval - passed),
      () => void this.#check(),
    )
  }

  #judge(result: ProbeResult, group: TargetGroupDocument): void {
    const state = this.#checked.state()?.state
    if (result === 'passed') {
      this.#passes++
      this.#failures = 0
      const enough = state === 'initial' || this.#passes >= group.HealthyThresholdCount
      if (state !== 'healthy' && enough) this.#checked.change(HEALTHY)
      return
    }
    this.#failures++
    this.#passes = 0
    if (state === 'unhealthy' || this.#failures >= group.UnhealthyThresholdCount) {
      this.#checked.change({ state: 'unhealthy', ...result })
    }
  }
}
