import type { Cancel, Clock } from './clock.ts'
import type { Scope } from './store/store.ts'

export interface Schedule<Entry> {
  /** Everything in an account and region that may be due one day. */
  entries(scope: Scope): readonly Entry[]
  /** Milliseconds of the account's own time until an entry is due; undefined when never. */
  waitOf(scope: Scope, entry: Entry): number | undefined
  /** Does what is due, and stores when it is due again. */
  run(scope: Scope, entry: Entry): void
}

/** One timer for each account and region: for what is due there next. */
export class DueTimers<Entry> {
  readonly #clock: Clock
  readonly #schedule: Schedule<Entry>
  readonly #timers = new Map<Scope, Cancel>()

  constructor(clock: Clock, schedule: Schedule<Entry>) {
    this.#clock = clock
    this.#schedule = schedule
  }

  /** Waits anew for the next entry of an account and region. */
  watch(scope: Scope): void {
    this.#timers.get(scope)?.()
    this.#timers.delete(scope)
    const { entries, waitOf, run } = this.#schedule
    const waits = entries(scope).flatMap(entry => waitOf(scope, entry) ?? [])
    if (waits.length === 0) return
    const cancel = this.#clock.after(scope.accountId, Math.max(0, Math.min(...waits)), () => {
      this.#timers.delete(scope)
      for (const entry of entries(scope)) {
        // A changed time scale lets a timer be early: what is not due waits again.
        if ((waitOf(scope, entry) ?? 1) <= 0) run(scope, entry)
      }
      this.watch(scope)
    })
    this.#timers.set(scope, cancel)
  }

  leave(accountId: string): void {
    for (const [scope, cancel] of this.#timers) {
      if (scope.accountId !== accountId) continue
      cancel()
      this.#timers.delete(scope)
    }
  }

  stop(): void {
    for (const cancel of this.#timers.values()) cancel()
    this.#timers.clear()
  }
}
