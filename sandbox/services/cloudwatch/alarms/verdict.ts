import type { StateValue } from '@aws-sdk/client-cloudwatch'

/** What an alarm's datapoints are judged by. */
export interface Criteria {
  comparison: string
  threshold: number
  evaluationPeriods: number
  /** M of "M of N"; undefined where it was not given, which AWS words differently. */
  datapointsToAlarm?: number | undefined
  treatMissing: string
}

/** A datapoint, or a period without one. `at` in milliseconds since the epoch. */
export interface Datapoint {
  at: number
  value?: number
}

/** The state that the datapoints give; undefined keeps the one that is. */
export interface Verdict {
  value: StateValue
  reason: string
  /** The newest first. */
  evaluated: Datapoint[]
  /** Some datapoints were missing. */
  partial: boolean
}

/** How far back, in periods, datapoints are looked for: further than is judged, as on AWS. */
export function rangeOf(evaluationPeriods: number): number {
  return evaluationPeriods + 2
}

const COMPARISONS: Readonly<Record<string, { holds: (a: number, b: number) => boolean; words: string }>> = {
  GreaterThanThreshold: { holds: (a, b) => a > b, words: 'greater than' },
  GreaterThanOrEqualToThreshold: { holds: (a, b) => a >= b, words: 'greater than or equal to' },
  LessThanThreshold: { holds: (a, b) => a < b, words: 'less than' },
  LessThanOrEqualToThreshold: { holds: (a, b) => a <= b, words: 'less than or equal to' },
}

/** The comparisons that an alarm with a threshold may have. */
export const COMPARISON_OPERATORS = Object.keys(COMPARISONS)

/**
 * Judges the datapoints of the evaluation range, newest first, by the rules of AWS's page "Configuring how CloudWatch alarms
 * treat missing data": real datapoints come first, missing ones only fill what they leave of N.
 */
export function judge(range: readonly Datapoint[], criteria: Criteria): Verdict | undefined {
  const { evaluationPeriods: periods, treatMissing, threshold } = criteria
  const needed = criteria.datapointsToAlarm ?? periods
  const holds = COMPARISONS[criteria.comparison]?.holds ?? (() => false)
  const real = range.filter(({ value }) => value !== undefined)
  const judged = real.slice(0, periods)
  const missing = periods - judged.length
  const breaching = judged.filter(({ value = 0 }) => holds(value, threshold))
  const verdict = (value: StateValue, reason: string): Verdict => ({
    value,
    reason,
    evaluated: judged.length > 0 ? judged : range.slice(0, periods),
    partial: missing > 0 && judged.length > 0,
  })
  const crossed = (value: 'ALARM' | 'OK') => {
    const shown = value === 'ALARM' ? breaching : judged.filter(point => !breaching.includes(point))
    return verdict(value, crossedReason(shown, judged.length, criteria, value))
  }
  const filled = (value: 'ALARM' | 'OK', as: string) =>
    verdict(value, filledReason(judged, periods, missing, as))

  if (missing > 0 && treatMissing === 'breaching') {
    if (breaching.length >= needed) return crossed('ALARM')
    if (breaching.length + missing >= needed) return filled('ALARM', 'Breaching')
    return crossed('OK')
  }
  if (missing > 0 && treatMissing === 'notBreaching') {
    if (breaching.length >= needed) return crossed('ALARM')
    return judged.length > breaching.length ? crossed('OK') : filled('OK', 'NonBreaching')
  }
  if (breaching.length >= needed) return crossed('ALARM')
  if (judged.length > breaching.length) return crossed('OK')
  if (treatMissing === 'ignore') return undefined
  if (judged.length === 0) {
    const many = periods === 1 ? '1 datapoint was unknown' : `${periods} datapoints were unknown`
    return verdict('INSUFFICIENT_DATA', `Insufficient Data: ${many}.`)
  }
  // Only breaching datapoints, too few: the oldest decides when it is as old as M.
  const oldest = range.findLastIndex(({ value }) => value !== undefined)
  return oldest + 1 >= needed ? crossed('ALARM') : undefined
}

function crossedReason(
  shown: readonly Datapoint[],
  judged: number,
  { comparison, threshold, datapointsToAlarm }: Criteria,
  value: 'ALARM' | 'OK',
): string {
  const words = `${value === 'OK' ? 'not ' : ''}${COMPARISONS[comparison]?.words ?? ''} the threshold (${double(threshold)})`
  const list = shown
    .slice(0, MOST_SHOWN)
    .map(point => `${double(point.value ?? 0)} (${shortDate(point.at)})`)
    .join(', ')
  const count = shown.length
  const isAre = count === 1 ? 'was' : 'were'
  const head =
    datapointsToAlarm === undefined
      ? `${count} ${count === 1 ? 'datapoint' : 'datapoints'}`
      : `${count} out of the last ${judged} datapoints`
  const least =
    value === 'ALARM' ? (datapointsToAlarm ?? 0) : Math.max(1, judged - (datapointsToAlarm ?? 0) + 1)
  const transition = value === 'ALARM' ? 'OK -> ALARM' : 'ALARM -> OK'
  const tail =
    datapointsToAlarm === undefined
      ? ''
      : ` (minimum ${least} ${least === 1 ? 'datapoint' : 'datapoints'} for ${transition} transition)`
  if (count < MOST_SHOWN) return `Threshold Crossed: ${head} [${list}] ${isAre} ${words}${tail}.`
  return `Threshold Crossed: ${head} ${isAre} ${words}. The most recent datapoints which crossed the threshold: [${list}]${tail}.`
}

/** From this many on AWS names only the most recent. */
const MOST_SHOWN = 5

function filledReason(judged: readonly Datapoint[], periods: number, missing: number, as: string): string {
  const received =
    judged.length === 0
      ? 'no datapoints were'
      : judged.length === 1
        ? '1 datapoint was'
        : `${judged.length} datapoints were`
  const of = periods === 1 ? '1 period' : `${periods} periods`
  const filled = missing === 1 ? '1 missing datapoint was' : `${missing} missing datapoints were`
  return `Threshold Crossed: ${received} received for ${of} and ${filled} treated as [${as}].`
}

/** A number as Java writes a double: `70.0`, `1.0E7`. */
export function double(value: number): string {
  const size = Math.abs(value)
  if (size !== 0 && (size >= 1e7 || size < 1e-3)) {
    const [digits = '', exponent = ''] = value.toExponential().split('e')
    return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`
  }
  return Number.isInteger(value) ? `${value}.0` : String(value)
}

/** `09/08/26 01:36:00` */
function shortDate(at: number): string {
  const iso = new Date(at).toISOString()
  return `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(2, 4)} ${iso.slice(11, 19)}`
}

/** `2026-10-01T09:00:00.000+0000`, as AWS writes times in its JSON. */
export function longDate(at: number): string {
  return new Date(at).toISOString().replace('Z', '+0000')
}
