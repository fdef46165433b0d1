import type { Cancel } from '../../clock.ts'
import type { Sandbox } from '../../operation.ts'
import { evaluateAlarms } from './alarms/evaluate.ts'
import { intervalOf } from './alarms/measure.ts'
import { measuredIn, setTicker } from './every-minute.ts'
import type { Measured } from './every-minute.ts'
import { cloudwatch } from './store.ts'

const MINUTE_MS = 60_000

/** Does what CloudWatch does every minute, or ten seconds, of each account's own time. */
export class Minutes {
  readonly #sandbox: Sandbox
  readonly #timers = new Map<string, { cancel: Cancel; due: number }>()

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox
    setTicker(sandbox, this)
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
    setTicker(this.#sandbox, undefined)
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
    return measuredIn(this.#sandbox)
  }

  #scopes(accountId: string) {
    return this.#sandbox.store.scopes().filter(scope => scope.accountId === accountId)
  }
}
