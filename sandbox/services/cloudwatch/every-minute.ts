import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'

/** A part of the practice account that measures itself every minute of an account's own time. */
export interface Measured {
  /** Whether there is something to measure in the account. */
  isBusy(accountId: string): boolean
  measure(scope: Scope): void
}

/** What has each account's minutes counted. */
export interface Ticker {
  watch(accountId: string): void
}

const sources = new WeakMap<Sandbox, Measured[]>()
const tickers = new WeakMap<Sandbox, Ticker>()

/** From now on this is measured every minute, before alarms are evaluated, in accounts that are watched. */
export function measureEveryMinute(sandbox: Sandbox, source: Measured): void {
  sources.set(sandbox, [...(sources.get(sandbox) ?? []), source])
}

export function measuredIn(sandbox: Sandbox): readonly Measured[] {
  return sources.get(sandbox) ?? []
}

/** Sees to it that the account's alarms are evaluated and its load balancers measured; nothing happens while no controllers run. */
export function watchAccount(sandbox: Sandbox, accountId: string): void {
  tickers.get(sandbox)?.watch(accountId)
}

/** Who counts the minutes from now on; nobody when undefined. */
export function setTicker(sandbox: Sandbox, ticker: Ticker | undefined): void {
  if (ticker) tickers.set(sandbox, ticker)
  else tickers.delete(sandbox)
}
