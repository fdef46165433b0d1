import type { StandardUnit } from '@aws-sdk/client-cloudwatch'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import type { Distribution, Sample, StatisticSet } from './bucket.ts'
import { seriesFor } from './series.ts'
import { cloudwatch } from './store.ts'
import type { ChunkDocument, SeriesDocument } from './store.ts'

/** One measurement, or the statistics of many. */
export type Measurement = {
  namespace: string
  metricName: string
  dimensions: Readonly<Record<string, string>>
  unit?: StandardUnit
  /** Milliseconds since the epoch. @default now */
  timestamp?: number
} & (
  | { value: number }
  /** Values of one time, and how often each was seen. */
  | { values: number[]; counts: number[] }
  | { statistics: StatisticSet; distribution?: Distribution }
)

/** How long measurements that nobody waits for may be in memory alone (wall clock). */
const WRITE_AFTER_MS = 5000

interface Unwritten {
  chunks: Map<ChunkDocument, Scope>
  series: Map<SeriesDocument, Scope>
  timer?: NodeJS.Timeout
}

const unwritten = new WeakMap<Sandbox, Unwritten>()

/**
 * Adds what the practice account measured of itself to a metric. It is seen at once, and on disk some seconds later: a metric
 * is measured every minute, and a write for each would be dear. Clients' own data is stored by `storeMetric`.
 */
export function recordMetric(sandbox: Sandbox, scope: Scope, measurement: Measurement): void {
  // Where a minute of the account passes in seconds, so do the points of its charts.
  const wallResolution = Math.max(1_000, Math.ceil(60 / sandbox.clock.scale(scope.accountId)) * 1_000)
  const { series, chunk } = add(sandbox, scope, measurement, 60_000, wallResolution)
  let waiting = unwritten.get(sandbox)
  if (!waiting) unwritten.set(sandbox, (waiting = { chunks: new Map(), series: new Map() }))
  waiting.chunks.set(chunk, scope)
  waiting.series.set(series, scope)
  waiting.timer ??= setTimeout(() => writeMetrics(sandbox), WRITE_AFTER_MS).unref()
}

/** Adds to a metric what is on disk before the caller is answered. `resolution` in milliseconds. */
export function storeMetric(
  sandbox: Sandbox,
  scope: Scope,
  measurement: Measurement,
  resolution: number,
): void {
  const { series, chunk } = add(sandbox, scope, measurement, resolution)
  cloudwatch(scope).chunks.put(chunk.id, chunk)
  cloudwatch(scope).series.put(series.id, series)
}

/** Stores what `recordMetric` has kept back. */
export function writeMetrics(sandbox: Sandbox): void {
  const waiting = unwritten.get(sandbox)
  if (!waiting) return
  clearTimeout(waiting.timer)
  unwritten.delete(sandbox)
  for (const [document, scope] of waiting.series) {
    const { series } = cloudwatch(scope)
    if (series.get(document.id) === document) series.put(document.id, document)
  }
  for (const [chunk, scope] of waiting.chunks) {
    const { chunks } = cloudwatch(scope)
    // It may have been made coarser, or the account emptied meanwhile.
    if (chunks.get(chunk.id) === chunk) chunks.put(chunk.id, chunk)
  }
}

function add(
  sandbox: Sandbox,
  scope: Scope,
  measurement: Measurement,
  resolution: number,
  wallResolution = resolution,
) {
  const { clock } = sandbox
  const now = clock.now()
  const { namespace, metricName, dimensions, unit = 'None', timestamp = now } = measurement
  const series = seriesFor(scope, { namespace, metricName, dimensions }, resolution, now)
  // A timestamp is the wall clock's; alarms count in the account's own time.
  const time = clock.time(scope.accountId) - (now - timestamp) * clock.scale(scope.accountId)
  const chunk = series.add(timestamp, time, unit, sampleOf(measurement), wallResolution)
  return { series: series.document, chunk }
}

function sampleOf(measurement: Measurement): Sample {
  if ('statistics' in measurement) return measurement
  if ('values' in measurement) return { values: measurement.values, counts: measurement.counts }
  return { values: [measurement.value], counts: [1] }
}
