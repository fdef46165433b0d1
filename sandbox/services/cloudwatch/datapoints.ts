import type { Bucket } from './bucket.ts'
import type { Series } from './series.ts'
import { mergeAll, statisticOf } from './statistics.ts'

/** Which time of a bucket counts: the wall clock's in answers, the account's own in alarms. */
export type TimeAxis = 'wall' | 'time'

/** A span of time in milliseconds, its end excluded, cut into periods that begin at `start`. */
export interface Span {
  start: number
  end: number
  period: number
}

/** What a metric holds in each period of the span that it has data in, ascending. */
export function periodsOf(
  series: Series | undefined,
  axis: TimeAxis,
  { start, end, period }: Span,
  unit?: string,
): { at: number; bucket: Bucket }[] {
  const periods = new Map<number, Bucket[]>()
  for (const bucket of series?.buckets() ?? []) {
    const time = bucket[axis]
    if (time < start || time >= end || (unit !== undefined && bucket.unit !== unit)) continue
    const at = start + Math.floor((time - start) / period) * period
    const held = periods.get(at)
    if (held) held.push(bucket)
    else periods.set(at, [bucket])
  }
  return [...periods].sort(([a], [b]) => a - b).map(([at, buckets]) => ({ at, bucket: mergeAll(buckets) }))
}

/** A statistic of a metric by the begin of the period; periods without data are left out. */
export function datapoints(
  series: Series | undefined,
  axis: TimeAxis,
  span: Span,
  statistic: string,
  unit?: string,
): Map<number, number> {
  const points = new Map<number, number>()
  for (const { at, bucket } of periodsOf(series, axis, span, unit)) {
    const value = statisticOf(bucket, statistic)
    if (value !== undefined) points.set(at, value)
  }
  return points
}

/** The span with its begin rounded down as AWS rounds it: to whole periods. */
export function alignedSpan(startTime: number, endTime: number, periodSeconds: number): Span {
  const period = periodSeconds * 1000
  const start = Math.floor(startTime / period) * period
  return { start, end: Math.ceil((endTime - start) / period) * period + start, period }
}
