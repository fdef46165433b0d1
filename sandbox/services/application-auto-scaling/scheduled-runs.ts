import { DueTimers } from '../../due-timers.ts'
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
export class ScheduledRuns extends DueTimers<ScheduledActionDocument> {
  readonly #sandbox: Sandbox

  constructor(sandbox: Sandbox) {
    super(sandbox.clock, {
      entries: scope => scaling(scope).scheduled.values(),
      waitOf: ({ accountId }, { next, schedule }) => {
        if (next === undefined) return undefined
        if (schedule.startsWith('rate')) return next - sandbox.clock.time(accountId)
        return (next - sandbox.clock.now()) * sandbox.clock.scale(accountId)
      },
      run: (scope, action) => run(sandbox, scope, action),
    })
    this.#sandbox = sandbox
    running.set(sandbox, this)
  }

  override stop(): void {
    super.stop()
    running.delete(this.#sandbox)
  }
}

function run(sandbox: Sandbox, scope: Scope, action: ScheduledActionDocument): void {
  const { targets, scheduled } = scaling(scope)
  const { next: _due, ...rest } = action
  const next = nextDue(sandbox, scope, rest)
  scheduled.put(namedKey(action.resourceId, action.name), { ...rest, ...(next !== undefined && { next }) })
  const now = sandbox.clock.now()
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
  addActivity(sandbox, scope, action.resourceId, {
    description: `Setting ${words}`,
    cause: `scheduled action name ${action.name} was triggered`,
    ...{ status: 'Successful', message: `Successfully set ${words}` },
  })
  enforceLimits(sandbox, scope, action.resourceId)
}
