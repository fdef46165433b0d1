/** Counts of values by the logarithm of the value, 1 % apart: enough for percentiles. */
export type Distribution = Record<string, number>

/** What was measured of one metric in one unit within one minute, or second, of both the wall clock and the account's own time. */
export interface Bucket {
  /** Milliseconds since the epoch. */
  wall: number
  /** The account's own time. */
  time: number
  unit: string
  sampleCount: number
  sum: number
  minimum: number
  maximum: number
  /** Left out where minimum and maximum say all, and where only statistics were given. */
  distribution?: Distribution
  /** True where statistics were given in the place of more than two values. */
  opaque?: true
}

/** A set of values as the four statistics say. */
export type StatisticSet = Pick<Bucket, 'sampleCount' | 'sum' | 'minimum' | 'maximum'>

/** What is merged into a bucket: values with how often each was seen, or their statistics alone. */
export type Sample =
  | { values: number[]; counts: number[] }
  /** A distribution may be given along where the values are known. */
  | { statistics: StatisticSet; distribution?: Distribution }

const GAMMA = 1.02
const LOG_GAMMA = Math.log(GAMMA)
/** Above all exponents of values between 2^-360 and 2^360. */
const OFFSET = 20_000

/** Adds a sample to a bucket. */
export function addSample(bucket: Bucket, sample: Sample): void {
  if ('statistics' in sample) {
    const { statistics, distribution } = sample
    const { sampleCount, minimum, maximum } = statistics
    if (distribution) merge(bucket, { ...statistics, distribution })
    else merge(bucket, { ...statistics, ...(sampleCount > 1 && minimum !== maximum && { opaque: true }) })
    return
  }
  for (const [index, value] of sample.values.entries()) {
    const count = sample.counts[index] ?? 1
    if (count > 0) merge(bucket, { sampleCount: count, sum: value * count, minimum: value, maximum: value })
  }
}

/** Adds what one bucket holds to another. */
export function merge(into: Bucket, from: Omit<Bucket, 'wall' | 'time' | 'unit'>): void {
  if (from.sampleCount === 0) return
  if (into.opaque || from.opaque) {
    into.opaque = true
    delete into.distribution
  } else if (into.sampleCount > 0 && !(into.minimum === into.maximum && sameValue(into, from))) {
    const distribution = (into.distribution ??= distributionOf(into))
    for (const [key, count] of Object.entries(from.distribution ?? distributionOf(from))) {
      distribution[key] = (distribution[key] ?? 0) + count
    }
  } else if (into.sampleCount === 0 && from.distribution) {
    into.distribution = { ...from.distribution }
  }
  into.minimum = into.sampleCount === 0 ? from.minimum : Math.min(into.minimum, from.minimum)
  into.maximum = into.sampleCount === 0 ? from.maximum : Math.max(into.maximum, from.maximum)
  into.sampleCount += from.sampleCount
  into.sum += from.sum
}

export function emptyBucket(wall: number, time: number, unit: string): Bucket {
  return { wall, time, unit, sampleCount: 0, sum: 0, minimum: 0, maximum: 0 }
}

/** Values with their counts, ascending; undefined where only statistics are known. */
export function valuesOf(bucket: Bucket): { value: number; count: number }[] | undefined {
  const { minimum, maximum, sampleCount, distribution, opaque } = bucket
  if (opaque) return undefined
  if (!distribution) return sampleCount === 0 ? [] : [{ value: minimum, count: sampleCount }]
  return Object.entries(distribution)
    .map(([key, count]) => ({ key: Number(key), count }))
    .sort((a, b) => a.key - b.key)
    .map(({ key, count }, index, { length }) => {
      // The least and the greatest are known exactly.
      if (index === 0) return { value: minimum, count }
      if (index === length - 1) return { value: maximum, count }
      return { value: Math.min(maximum, Math.max(minimum, valueOf(key))), count }
    })
}

function sameValue(a: StatisticSet, b: StatisticSet): boolean {
  return b.minimum === b.maximum && a.minimum === b.minimum
}

function distributionOf({ sampleCount, minimum, maximum }: StatisticSet): Distribution {
  if (minimum === maximum) return { [keyOf(minimum)]: sampleCount }
  return { [keyOf(minimum)]: 1, [keyOf(maximum)]: 1 }
}

/** The key under which a distribution counts a value. */
export function keyOf(value: number): number {
  if (value === 0) return 0
  const key = Math.ceil(Math.log(Math.abs(value)) / LOG_GAMMA) + OFFSET
  return value > 0 ? key : -key
}

function valueOf(key: number): number {
  if (key === 0) return 0
  const value = (GAMMA ** (Math.abs(key) - OFFSET) * 2) / (1 + GAMMA)
  return key > 0 ? value : -value
}
