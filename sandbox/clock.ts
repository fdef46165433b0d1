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
