import type { Cancel } from '../../clock.ts'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { sendScheduled } from './put-event.ts'
import { nextDue, untilDue } from './schedule.ts'
import { events, type RuleDocument } from './store.ts'

const running = new WeakMap<Sandbox, ScheduledRules>()

/** Tells the schedule that a rule was put, deleted, enabled or disabled; nothing happens while no controllers run. */
export function rulesChanged(sandbox: Sandbox, scope: Scope): void {
  running.get(sandbox)?.watch(scope)
}

/** The rule with the moment at which it is due next; one that is disabled, or has no schedule, is never due. */
export function withNext(
  sandbox: Sandbox,
  scope: Scope,
  { next: _before, ...rule }: RuleDocument,
): RuleDocument {
  if (rule.ScheduleExpression === undefined || rule.State === 'DISABLED') return rule
  const next = nextDue(sandbox, scope, rule.ScheduleExpression)
  return next === undefined ? rule : { ...rule, next }
}

/** Sends the events of rules with schedules. */
export class ScheduledRules {
  readonly #sandbox: Sandbox
  readonly #timers = new Map<Scope, Cancel>()

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox
    running.set(sandbox, this)
  }

  /** Waits for the next rule of an account and region. */
  watch(scope: Scope): void {
    this.#timers.get(scope)?.()
    this.#timers.delete(scope)
    const waits = events(scope)
      .rules.values()
      .flatMap(rule => this.#waitOf(scope, rule) ?? [])
    if (waits.length === 0) return
    const cancel = this.#sandbox.clock.after(scope.accountId, Math.max(0, Math.min(...waits)), () => {
      this.#timers.delete(scope)
      for (const rule of events(scope).rules.values()) {
        // A changed time scale lets a timer be early: what is not due waits again.
        if ((this.#waitOf(scope, rule) ?? 1) <= 0) this.#run(scope, rule)
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
    running.delete(this.#sandbox)
  }

  #waitOf(scope: Scope, { next, ScheduleExpression }: RuleDocument): number | undefined {
    if (next === undefined || ScheduleExpression === undefined) return undefined
    return untilDue(this.#sandbox, scope, ScheduleExpression, next)
  }

  #run(scope: Scope, rule: RuleDocument): void {
    events(scope).rules.put(rule.Name, withNext(this.#sandbox, scope, rule))
    sendScheduled(this.#sandbox, scope, rule)
  }
}
