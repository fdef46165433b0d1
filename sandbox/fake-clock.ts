import type { Cancel, Clock } from './clock.ts'

interface Timer {
  due: number
  order: number
  fn: () => void
}

/** A clock for tests: time passes only by `advance`. Every account runs at scale 1 unless it is set. */
export class FakeClock implements Clock {
  #now: number
  #order = 0
  readonly #scales = new Map<string, number>()
  readonly #times = new Map<string, number>()
  readonly #timers = new Map<string, Set<Timer>>()

  constructor(now = Date.parse('2026-10-01T09:00:00Z')) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  time(accountId: string): number {
    const time = this.#times.get(accountId) ?? 0
    this.#times.set(accountId, time)
    return time
  }

  after(accountId: string, ms: number, fn: () => void): Cancel {
    const timer = { due: this.time(accountId) + Math.max(0, ms), order: this.#order++, fn }
    let timers = this.#timers.get(accountId)
    if (!timers) this.#timers.set(accountId, (timers = new Set()))
    timers.add(timer)
    return () => timers.delete(timer)
  }

  scale(accountId: string): number {
    return this.#scales.get(accountId) ?? 1
  }

  setScale(accountId: string, scale: number): void {
    this.#scales.set(accountId, scale)
    this.time(accountId)
  }

  stop(): void {
    this.#timers.clear()
  }

  /**
   * Lets `ms` of wall clock pass and runs what falls due, in order of time; timers that these set run too. Between two timers
   * promises settle, so that a controller which awaits something quick goes on.
   */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#pass(next.at - this.#now)
      this.#timers.get(next.accountId)?.delete(next.timer)
      next.timer.fn()
      await settled()
    }
    this.#pass(end - this.#now)
    await settled()
  }

  #pass(ms: number): void {
    this.#now += ms
    for (const [accountId, time] of this.#times) this.#times.set(accountId, time + ms * this.scale(accountId))
  }

  #next(end: number): { accountId: string; timer: Timer; at: number } | undefined {
    return [...this.#timers]
      .flatMap(([accountId, timers]) =>
        [...timers].map(timer => {
          const wait = Math.max(0, timer.due - this.time(accountId)) / this.scale(accountId)
          return { accountId, timer, at: this.#now + wait }
        }),
      )
      .filter(({ at }) => at <= end)
      .sort((a, b) => a.at - b.at || a.timer.order - b.timer.order)[0]
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise(resolve => setImmediate(resolve))
}
