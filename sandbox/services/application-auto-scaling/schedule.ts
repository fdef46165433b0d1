import { validation } from './errors.ts'

/** When a scheduled action runs. */
export type Schedule =
  | { kind: 'at'; local: string }
  | { kind: 'rate'; ms: number }
  | { kind: 'cron'; fields: ((value: number, date: CivilTime) => boolean)[] }

/** A moment as a clock on a wall shows it. */
interface CivilTime {
  minute: number
  hour: number
  day: number
  month: number
  /** 1 is Sunday, as AWS counts. */
  weekday: number
  year: number
  daysInMonth: number
}

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const LOOK_AHEAD_MS = 2 * 366 * 24 * HOUR_MS

/** Reads `at(…)`, `rate(…)` or `cron(…)`. Throws ValidationException. */
export function parseSchedule(text: string): Schedule {
  const [, kind, inside = ''] = /^(at|rate|cron)\((.*)\)$/.exec(text.trim()) ?? []
  if (kind === 'at') {
    if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(inside) || Number.isNaN(Date.parse(`${inside}Z`))) {
      throw invalid(text)
    }
    return { kind, local: inside }
  }
  if (kind === 'rate') {
    const [, value, unit = ''] = /^(\d+) (minute|hour|day)s?$/.exec(inside) ?? []
    const ms = Number(value) * (UNITS[unit] ?? NaN)
    if (!(ms > 0)) throw invalid(text)
    return { kind, ms }
  }
  if (kind !== 'cron') throw invalid(text)
  const parts = inside.trim().split(/\s+/)
  const [minute = '', hour = '', day = '', month = '', weekday = '', year = '*'] = parts
  if (
    parts.length < 5 ||
    parts.length > 6 ||
    (day !== '?' && day !== '*' && weekday !== '?' && weekday !== '*')
  ) {
    throw invalid(text)
  }
  const field = (part: string, low: number, high: number, names: string[] = [], first = 0) =>
    fieldOf(part, low, high, names, first, () => invalid(text))
  return {
    kind,
    fields: [
      field(minute, 0, 59),
      field(hour, 0, 23),
      dayOfMonth(day) ?? field(day, 1, 31),
      field(month, 1, 12, MONTHS, 1),
      dayOfWeek(weekday) ?? field(weekday, 1, 7, WEEKDAYS, 1),
      field(year, 1970, 2199),
    ],
  }
}

/** `L` is the last day of a month, `15W` the working day that is nearest to its 15th. */
function dayOfMonth(part: string): ((value: number, date: CivilTime) => boolean) | undefined {
  if (part === 'L') return (value, date) => value === date.daysInMonth
  const [, text] = /^(\d{1,2})W$/.exec(part) ?? []
  const wanted = Number(text)
  if (!(wanted >= 1 && wanted <= 31)) return undefined
  return (value, date) => {
    const weekday = (((date.weekday - 1 + wanted - date.day) % 7) + 7) % 7
    const saturday = wanted > 1 ? wanted - 1 : wanted + 2
    const sunday = wanted < date.daysInMonth ? wanted + 1 : wanted - 2
    return value === (weekday === 6 ? saturday : weekday === 0 ? sunday : wanted)
  }
}

/** `3#2` is a month's second Tuesday, `6L` its last Friday, `L` a Saturday. */
function dayOfWeek(part: string): ((value: number, date: CivilTime) => boolean) | undefined {
  if (part === 'L') return value => value === WEEKDAYS.length
  const [, name = '', rank] = /^([1-7]|[A-Z]{3})(?:#([1-5])|L)$/i.exec(part) ?? []
  const named = WEEKDAYS.indexOf(name.toUpperCase()) + 1
  const wanted = named > 0 ? named : Number(name)
  if (name === '' || Number.isNaN(wanted)) return undefined
  return (value, date) =>
    value === wanted &&
    (rank === undefined ? date.day + 7 > date.daysInMonth : Math.ceil(date.day / 7) === Number(rank))
}

/** Throws ValidationException for a time zone that does not exist. */
export function checkTimezone(timezone: string | undefined): void {
  if (timezone === undefined) return
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone })
  } catch {
    throw validation(`The timezone ${timezone} is not valid.`)
  }
}

/** The first moment after `after` (milliseconds since the epoch) that an at or cron schedule names; undefined for none. */
export function nextRun(schedule: Schedule, after: number, timezone = 'UTC'): number | undefined {
  if (schedule.kind === 'rate') return undefined
  if (schedule.kind === 'at') {
    const at = instantOf(schedule.local, timezone)
    return at > after ? at : undefined
  }
  const [minutes, hours, days, months, weekdays, years] = schedule.fields
  let at = (Math.floor(after / MINUTE_MS) + 1) * MINUTE_MS
  const civil = civilTimes(timezone)
  const end = after + LOOK_AHEAD_MS
  while (at <= end) {
    const date = civil(at)
    const holds =
      months?.(date.month, date) &&
      years?.(date.year, date) &&
      days?.(date.day, date) &&
      weekdays?.(date.weekday, date)
    if (holds && hours?.(date.hour, date)) {
      if (minutes?.(date.minute, date)) return at
      at += MINUTE_MS
    } else {
      // To the next full hour; offsets of half an hour are full hours of no other zone.
      at += (60 - date.minute) * MINUTE_MS
    }
  }
  return undefined
}

function fieldOf(
  part: string,
  low: number,
  high: number,
  names: string[],
  first: number,
  refuse: () => Error,
): (value: number) => boolean {
  if (part === '*' || part === '?') return () => true
  const valueOf = (text: string): number => {
    const named = names.indexOf(text.toUpperCase())
    const value = named >= 0 ? named + first : /^\d+$/.test(text) ? Number(text) : NaN
    if (!(value >= low && value <= high)) throw refuse()
    return value
  }
  const tests = part.split(',').map(item => {
    const [range = '', every] = item.split('/')
    const step = every === undefined ? 1 : Number(every)
    if (!Number.isInteger(step) || step < 1) throw refuse()
    const [from = '', to] = range.split('-')
    const start = from === '*' ? low : valueOf(from)
    const end = to !== undefined ? valueOf(to) : from === '*' || every !== undefined ? high : start
    return (value: number) => value >= start && value <= end && (value - start) % step === 0
  })
  return value => tests.some(test => test(value))
}

function civilTimes(timezone: string): (at: number) => CivilTime {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: timezone, hourCycle: 'h23', weekday: 'short', year: 'numeric' },
    ...{ month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' },
  })
  return at => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
    const [year, month] = [Number(parts['year']), Number(parts['month'])]
    return {
      ...{
        year,
        month,
        day: Number(parts['day']),
        hour: Number(parts['hour']),
        minute: Number(parts['minute']),
      },
      weekday: WEEKDAYS.indexOf((parts['weekday'] ?? '').toUpperCase()) + 1,
      daysInMonth: new Date(Date.UTC(year, month, 0)).getUTCDate(),
    }
  }
}

/** The moment at which clocks of the zone show this local time. */
function instantOf(local: string, timezone: string): number {
  const wanted = Date.parse(`${local}Z`)
  const civil = civilTimes(timezone)
  const shown = (at: number) => {
    const { year, month, day, hour, minute } = civil(at)
    return Date.UTC(year, month - 1, day, hour, minute) + (at % MINUTE_MS)
  }
  const guess = wanted - (shown(wanted) - wanted)
  return guess - (shown(guess) - wanted)
}

function invalid(text: string) {
  return validation(
    `Invalid schedule: ${text}. Expected at(yyyy-mm-ddThh:mm:ss), rate(value unit) or cron(minute hour day-of-month month day-of-week year).`,
  )
}
