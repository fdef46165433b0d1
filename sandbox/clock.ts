import type { Store } from './store/store.ts'

/** Stops a timer; calling it twice is fine. */
export type Cancel = () => void

/**
 * The one clock of the practice account. Timestamps in answers are wall-clock (`now`). AWS's durations run on each account's
 * own time (`time`), which passes `scale` times as fast as the wall clock.
 */
export interface Clock {
  /** Wall clock, milliseconds since the epoch. */
  now(): number
  /** The account's own time in milliseconds: only for deadlines and durations; goes on across restarts. */
  time(accountId: string): number
  /** Runs `fn` when `ms` of the account's own time have passed, also when the scale changes meanwhile. */
  after(accountId: string, ms: number, fn: () => void): Cancel
  scale(accountId: string): number
  /** 1 = as on AWS; up to 1000. */
  setScale(accountId: string, scale: number): void
  stop(): void
}

/** How fast time passes in an account for which nobody has set it. */
export const DEFAULT_TIME_SCALE = 10

/** What is stored of an account's clock: its own time at a moment of the wall clock. */
interface ClockDocument {
  scale: number
  wall: number
  time: number
}

interface Timer {
  due: number
  fn: () => void
  handle?: NodeJS.Timeout
}

interface AccountClock extends ClockDocument {
  /** `performance.now()` at `time`: the wall clock may be set back, this one never is. */
  monotonic: number
  timers: Set<Timer>
}

const LONGEST_TIMEOUT = 2 ** 31 - 1

/** The real clock; each account's time and scale are kept in the store. */
export class StoredClock implements Clock {
  readonly #store: Store
  readonly #accounts = new Map<string, AccountClock>()

  constructor(store: Store) {
    this.#store = store
  }

  now(): number {
    return Date.now()
  }

  time(accountId: string): number {
    const account = this.#account(accountId)
    return account.time + (performance.now() - account.monotonic) * account.scale
  }

  after(accountId: string, ms: number, fn: () => void): Cancel {
    const account = this.#account(accountId)
    const timer: Timer = { due: this.time(accountId) + ms, fn }
    account.timers.add(timer)
    this.#arm(accountId, account, timer)
    return () => {
      account.timers.delete(timer)
      clearTimeout(timer.handle)
    }
  }

  scale(accountId: string): number {
    return this.#account(accountId).scale
  }

  setScale(accountId: string, scale: number): void {
    if (!(scale >= 0.1 && scale <= 1000)) {
      throw new RangeError(`The time scale must be between 0.1 and 1000; got ${scale}. 1 is as on AWS.`)
    }
    const account = this.#account(accountId)
    const time = this.time(accountId)
    Object.assign(account, { scale, time, wall: Date.now(), monotonic: performance.now() })
    this.#save(accountId, account)
    for (const timer of account.timers) this.#arm(accountId, account, timer)
  }

  stop(): void {
    for (const { timers } of this.#accounts.values()) {
      for (const { handle } of timers) clearTimeout(handle)
      timers.clear()
    }
  }

  #arm(accountId: string, account: AccountClock, timer: Timer): void {
    clearTimeout(timer.handle)
    const wait = Math.max(0, timer.due - this.time(accountId)) / account.scale
    timer.handle = setTimeout(
      () => {
        if (this.time(accountId) + 0.5 < timer.due) return this.#arm(accountId, account, timer)
        account.timers.delete(timer)
        timer.fn()
      },
      Math.min(Math.ceil(wait), LONGEST_TIMEOUT),
    )
  }

  #account(accountId: string): AccountClock {
    let account = this.#accounts.get(accountId)
    if (!account) {
      const wall = Date.now()
      const stored = this.#documents(accountId).get('clock') ?? { scale: DEFAULT_TIME_SCALE, wall, time: 0 }
      // The time the practice account was switched off has passed too, as it would on AWS.
      const time = stored.time + Math.max(0, wall - stored.wall) * stored.scale
      account = { scale: stored.scale, wall, time, monotonic: performance.now(), timers: new Set() }
      this.#accounts.set(accountId, account)
      if (!this.#documents(accountId).has('clock')) this.#save(accountId, account)
    }
    return account
  }

  #save(accountId: string, { scale, wall, time }: ClockDocument): void {
    this.#documents(accountId).put('clock', { scale, wall, time })
  }

  #documents(accountId: string) {
    return this.#store.scope(accountId, 'global').collection<ClockDocument>('account:clock')
  }
}
