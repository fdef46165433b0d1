import type { Cancel } from '../../clock.ts'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { evaluateAlarms } from './alarms/evaluate.ts'
import { intervalOf } from './alarms/measure.ts'
import { cloudwatch } from './store.ts'

const MINUTE_MS = 60_000

/** A part of the practice account that measures itself every minute of an account's own time. */
export interface Measured {
  /** Whether there is something to measure in the account. */
  isBusy(accountId: string): boolean
  measure(scope: Scope): void
}

const sources = new WeakMap<Sandbox, Measured[]>()

/** From now on this is measured every minute, before alarms are evaluated, in accounts that are watched. */
export function measureEveryMinute(sandbox: Sandbox, source: Measured): void {
  sources.set(sandbox, [...(sources.get(sandbox) ?? []), source])
}

const tickers = new WeakMap<Sandbox, Minutes>()

/** Sees to it that the account's alarms are evaluated and its load balancers measured; nothing happens while no controllers run. */
export function watchAccount(sandbox: Sandbox, accountId: string): void {
  tickers.get(sandbox)?.watch(accountId)
}

/** Does what CloudWatch does every minute, or ten seconds, of each account's own time. */
export class Minutes {
  readonly #sandbox: Sandbox
  readonly #timers = new Map<string, { cancel: Cancel; due: number }>()

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox
    tickers.set(sandbox, this)
  }

  /** Begins with an account; one that has nothing to do is left again by itself. */
  watch(accountId: string): void {
    const interval = this.#interval(accountId)
    if (interval === undefined) return
    const time = this.#sandbox.clock.time(accountId)
    const due = (Math.floor(time / interval) + 1) * interval
    const waiting = this.#timers.get(accountId)
    if (waiting && waiting.due <= due) return
    waiting?.cancel()
    const cancel = this.#sandbox.clock.after(accountId, due - time, () => {
      this.#timers.delete(accountId)
      this.#tick(accountId, due)
      this.watch(accountId)
    })
    this.#timers.set(accountId, { cancel, due })
  }

  leave(accountId: string): void {
    this.#timers.get(accountId)?.cancel()
    this.#timers.delete(accountId)
  }

  stop(): void {
    for (const { cancel } of this.#timers.values()) cancel()
    this.#timers.clear()
    tickers.delete(this.#sandbox)
  }

  #tick(accountId: string, time: number): void {
    for (const scope of this.#scopes(accountId)) {
      try {
        if (time % MINUTE_MS === 0) for (const source of this.#sources) source.measure(scope)
        evaluateAlarms(this.#sandbox, scope, time)
      } catch (error) {
        this.#sandbox.log.error({ err: error, accountId }, 'The alarms of an account could not be evaluated.')
      }
    }
  }

  /** How often there is something to do; undefined when there is nothing. */
  #interval(accountId: string): number | undefined {
    const alarms = this.#scopes(accountId).flatMap(scope =>
      cloudwatch(scope)
        .alarms.values()
        .flatMap(alarm => (alarm.type === 'MetricAlarm' ? [intervalOf(alarm.settings)] : [])),
    )
    const measured = this.#sources.some(source => source.isBusy(accountId)) ? [MINUTE_MS] : []
    return alarms.length + measured.length === 0 ? undefined : Math.min(...alarms, ...measured)
  }

  get #sources(): readonly Measured[] {
    return sources.get(this.#sandbox) ?? []
  }

  #scopes(accountId: string) {
    return this.#sandbox.store.scopes().filter(scope => scope.accountId === accountId)
  }
}
