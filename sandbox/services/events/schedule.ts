import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { nextRun, parseSchedule, type Schedule } from '../application-auto-scaling/schedule.ts'
import { invalid } from './errors.ts'

/** Reads `rate(…)` or `cron(…)` as EventBridge takes them. Throws ValidationException. */
export function ruleSchedule(text: string): Schedule {
  const refused = () => invalid('Parameter ScheduleExpression is not valid.')
  const [, rate = '', unit = ''] = /^rate\((\d+) (\w+)\)$/.exec(text) ?? []
  if (rate !== '' && (rate === '1') === unit.endsWith('s')) throw refused()
  const [, fields = ''] = /^cron\((.*)\)$/.exec(text) ?? []
  const parts = fields.trim().split(/\s+/)
  // Of the day of the month and that of the week one must be left open.
  const isOpen = parts.length === 6 && (parts[2] === '?') !== (parts[4] === '?')
  if (fields !== '' && !isOpen) throw refused()
  if (rate === '' && fields === '') throw refused()
  try {
    return parseSchedule(text)
  } catch {
    throw refused()
  }
}

/** When a schedule is due next: by the wall clock for cron, which names its times, by the account's own time for rates. */
export function nextDue({ clock }: Sandbox, { accountId }: Scope, text: string): number | undefined {
  const schedule = ruleSchedule(text)
  if (schedule.kind === 'rate') return clock.time(accountId) + schedule.ms
  return nextRun(schedule, clock.now())
}

/** Milliseconds of the account's own time until then. */
export function untilDue({ clock }: Sandbox, { accountId }: Scope, text: string, due: number): number {
  if (text.startsWith('rate')) return due - clock.time(accountId)
  return (due - clock.now()) * clock.scale(accountId)
}
