import { emptyBucket, merge, valuesOf } from './bucket.ts'
import type { Bucket } from './bucket.ts'

const PLAIN: Record<string, (bucket: Bucket) => number> = {
  SampleCount: ({ sampleCount }) => sampleCount,
  Sum: ({ sum }) => sum,
  Average: ({ sum, sampleCount }) => sum / sampleCount,
  Minimum: ({ minimum }) => minimum,
  Maximum: ({ maximum }) => maximum,
}

type Weighted = { value: number; count: number }[]

const PERCENTILE = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/i
const TRIMMED = /^(tm|wm|tc|ts)(\d{1,2}(?:\.\d{1,10})?|100)$/i
const SPAN = /^(TM|WM|TC|TS|PR)\((-?[\d.]*)(%?):(-?[\d.]*)(%?)\)$/i

/** Whether it is one of the five statistics, which GetMetricStatistics tells from the extended ones. */
export function isPlainStatistic(name: string): boolean {
  return Object.hasOwn(PLAIN, name)
}

/** Whether it is an extended statistic such as `p99`, `tm90`, `TM(10%:90%)`, `PR(:300)` or `IQM`. */
export function isExtendedStatistic(name: string): boolean {
  return PERCENTILE.test(name) || TRIMMED.test(name) || SPAN.test(name) || /^IQM$/i.test(name)
}

/** All buckets as one. */
export function mergeAll(buckets: readonly Bucket[]): Bucket {
  const [first] = buckets
  const whole = emptyBucket(first?.wall ?? 0, first?.time ?? 0, first?.unit ?? 'None')
  for (const bucket of buckets) merge(whole, bucket)
  return whole
}

/** The statistic of what a bucket holds; undefined where it cannot be told from what was put. */
export function statisticOf(bucket: Bucket, name: string): number | undefined {
  if (bucket.sampleCount === 0) return undefined
  const plain = PLAIN[name]
  if (plain) return plain(bucket)
  const values = valuesOf(bucket)
  return values && extended(values, bucket.sampleCount, name)
}

function extended(values: Weighted, total: number, name: string): number | undefined {
  const percentile = PERCENTILE.exec(name)
  if (percentile) return atRank(values, (Number(percentile[1]) / 100) * total)
  if (/^IQM$/i.test(name)) return mean(between(values, 0.25 * total, 0.75 * total))
  const trimmed = TRIMMED.exec(name)
  if (trimmed) return measure(trimmed[1] ?? '', values, 0, (Number(trimmed[2]) / 100) * total)
  const [, kind = '', low = '', lowPercent, high = '', highPercent] = SPAN.exec(name) ?? []
  if (kind.toUpperCase() === 'PR' || (!lowPercent && !highPercent)) {
    const from = low === '' ? -Infinity : Number(low)
    const to = high === '' ? Infinity : Number(high)
    const inside = values.filter(({ value }) => value > from && value <= to)
    if (kind.toUpperCase() === 'PR') return (100 * countOf(inside)) / total
    return measure(kind, inside, 0, countOf(inside))
  }
  const rank = (text: string, otherwise: number) => (text === '' ? otherwise : Number(text) / 100) * total
  return measure(kind, values, rank(low, 0), rank(high, 1))
}

function measure(kind: string, values: Weighted, from: number, to: number): number | undefined {
  const inside = between(values, from, to)
  switch (kind.toLowerCase()) {
    case 'tc':
      return Math.round(countOf(inside))
    case 'ts':
      return sumOf(inside)
    case 'wm': {
      const total = countOf(values)
      const sum = sumOf(inside) + from * atRank(values, from) + (total - to) * atRank(values, to)
      return total === 0 ? undefined : sum / total
    }
    default:
      return mean(inside)
  }
}

function atRank(values: Weighted, rank: number): number {
  let seen = 0
  for (const { value, count } of values) {
    seen += count
    if (seen >= rank - 1e-9) return value
  }
  return values.at(-1)?.value ?? 0
}

/** The values between two ranks, those at the edges with a part of their counts. */
function between(values: Weighted, from: number, to: number): Weighted {
  let seen = 0
  return values.flatMap(({ value, count }) => {
    const inside = Math.min(seen + count, to) - Math.max(seen, from)
    seen += count
    return inside > 0 ? [{ value, count: inside }] : []
  })
}

function mean(values: Weighted): number | undefined {
  return values.length === 0 ? undefined : sumOf(values) / countOf(values)
}

function sumOf(values: Weighted): number {
  return values.reduce((sum, { value, count }) => sum + value * count, 0)
}

function countOf(values: Weighted): number {
  return values.reduce((sum, { count }) => sum + count, 0)
}
