import { DueTimers } from '../../due-timers.ts'
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
export class ScheduledRules extends DueTimers<RuleDocument> {
  readonly #sandbox: Sandbox

  constructor(sandbox: Sandbox) {
    super(sandbox.clock, {
      entries: scope => events(scope).rules.values(),
      waitOf: (scope, { next, ScheduleExpression }) =>
        next === undefined || ScheduleExpression === undefined
          ? undefined
          : untilDue(sandbox, scope, ScheduleExpression, next),
      run: (scope, rule) => {
        events(scope).rules.put(rule.Name, withNext(sandbox, scope, rule))
        sendScheduled(sandbox, scope, rule)
      },
    })
    this.#sandbox = sandbox
    running.set(sandbox, this)
  }

  override stop(): void {
    super.stop()
    running.delete(this.#sandbox)
  }
}
