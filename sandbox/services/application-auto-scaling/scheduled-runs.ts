import type { Cancel } from '../../clock.ts'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { addActivity } from './activities.ts'
import { nextRun, parseSchedule } from './schedule.ts'
import { namedKey, scaling } from './store.ts'
import type { ScheduledActionDocument } from './store.ts'
import { enforceLimits } from './targets.ts'

const running = new WeakMap<Sandbox, ScheduledRuns>()

/** Tells the schedule that an action was put or deleted; nothing happens while no controllers run. */
export function scheduleChanged(sandbox: Sandbox, scope: Scope): void {
  running.get(sandbox)?.watch(scope)
}

/** When an action is due next, after `now`; undefined when never. */
export function nextDue(
  sandbox: Sandbox,
  scope: Scope,
  action: Omit<ScheduledActionDocument, 'next'>,
): number | undefined {
  const schedule = parseSchedule(action.schedule)
  const now = sandbox.clock.now()
  if (schedule.kind === 'rate') return sandbox.clock.time(scope.accountId) + schedule.ms
  const next = nextRun(schedule, Math.max(now, (action.startAt ?? 0) - 1), action.timezone)
  return next === undefined || next > (action.endAt ?? Infinity) ? undefined : next
}

/** Runs scheduled actions: at and cron by the wall clock, as they name its times; rate by the account's own. */
export class ScheduledRuns {
  readonly #sandbox: Sandbox
  readonly #timers = new Map<Scope, Cancel>()

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox
    running.set(sandbox, this)
  }

  /** Waits for the next action of an account and region. */
  watch(scope: Scope): void {
    this.#timers.get(scope)?.()
    this.#timers.delete(scope)
    const waits = scaling(scope)
      .scheduled.values()
      .flatMap(action => this.#waitOf(scope, action) ?? [])
    if (waits.length === 0) return
    const wait = Math.max(0, Math.min(...waits))
    const cancel = this.#sandbox.clock.after(scope.accountId, wait, () => {
      this.#timers.delete(scope)
      for (const action of scaling(scope).scheduled.values()) {
        // A changed time scale lets a timer be early: what is not due waits again.
        if ((this.#waitOf(scope, action) ?? 1) <= 0) this.#run(scope, action)
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

  /** Milliseconds of the account's own time until the action is due. */
  #waitOf(scope: Scope, { next, schedule }: ScheduledActionDocument): number | undefined {
    if (next === undefined) return undefined
    const { clock } = this.#sandbox
    const { accountId } = scope
    if (schedule.startsWith('rate')) return next - clock.time(accountId)
    return (next - clock.now()) * clock.scale(accountId)
  }

  #run(scope: Scope, action: ScheduledActionDocument): void {
    const { targets, scheduled } = scaling(scope)
    const { next: _due, ...rest } = action
    const next = nextDue(this.#sandbox, scope, rest)
    scheduled.put(namedKey(action.resourceId, action.name), { ...rest, ...(next !== undefined && { next }) })
    const now = this.#sandbox.clock.now()
    const target = targets.get(action.resourceId)
    if (!target || target.suspended.ScheduledScalingSuspended) return
    if (now < (action.startAt ?? 0) || now > (action.endAt ?? Infinity)) return
    const { MinCapacity: minCapacity = target.minCapacity, MaxCapacity: maxCapacity = target.maxCapacity } =
      action.action
    targets.put(target.resourceId, { ...target, minCapacity, maxCapacity })
    const words = [
      ...(action.action.MinCapacity === undefined ? [] : [`min capacity to ${minCapacity}`]),
      ...(action.action.MaxCapacity === undefined ? [] : [`max capacity to ${maxCapacity}`]),
    ].join(' and ')
    addActivity(this.#sandbox, scope, action.resourceId, {
      description: `Setting ${words}`,
      cause: `scheduled action name ${action.name} was triggered`,
      ...{ status: 'Successful', message: `Successfully set ${words}` },
    })
    enforceLimits(this.#sandbox, scope, action.resourceId)
  }
}
