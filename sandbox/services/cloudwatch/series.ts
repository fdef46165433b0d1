import { createHash } from 'node:crypto'
import type { Collection, Scope } from '../../store/store.ts'
import { addSample, emptyBucket, merge } from './bucket.ts'
import type { Bucket, Sample } from './bucket.ts'
import { cloudwatch } from './store.ts'
import type { ChunkDocument, SeriesDocument } from './store.ts'

const MINUTE_MS = 60_000
/** Buckets to a stored document: small enough to be written often. */
const CHUNK_LENGTH = 24
/** How coarse older buckets become, as they do on AWS, and how many of each coarseness a series keeps. */
const TIERS: readonly { width: number; most: number }[] = [
  { width: 0, most: 240 },
  { width: MINUTE_MS, most: 360 },
  { width: 5 * MINUTE_MS, most: 480 },
  { width: 60 * MINUTE_MS, most: 360 },
]
/** Beyond this the series that has been silent for longest is dropped. */
const MOST_SERIES = 5000

/** What identifies a metric. */
export interface MetricName {
  namespace: string
  metricName: string
  dimensions: Readonly<Record<string, string>>
}

/** All that is known of one metric, finest and newest last. */
export class Series {
  readonly document: SeriesDocument
  readonly #chunks: Collection<ChunkDocument>
  readonly #tiers: ChunkDocument[][] = TIERS.map(() => [])
  /** By tier, the latest time that a bucket has: what is later needs no search. */
  readonly #newest = TIERS.map(() => -Infinity)
  #next = 0

  constructor(document: SeriesDocument, chunks: Collection<ChunkDocument>) {
    this.document = document
    this.#chunks = chunks
  }

  /** Takes up what was stored. */
  adopt(chunk: ChunkDocument): void {
    this.#tiers[chunk.tier]?.push(chunk)
    this.#tiers[chunk.tier]?.sort((a, b) => a.number - b.number)
    this.#next = Math.max(this.#next, chunk.number + 1)
    const latest = Math.max(this.#newest[chunk.tier] ?? -Infinity, ...chunk.buckets.map(({ time }) => time))
    this.#newest[chunk.tier] = latest
  }

  /** Adds a sample; answers the document that has to be stored. */
  add(
    wall: number,
    time: number,
    unit: string,
    sample: Sample,
    wallResolution = this.document.resolution,
  ): ChunkDocument {
    const place = emptyBucket(floor(wall, wallResolution), floor(time, this.document.resolution), unit)
    const { bucket, chunk } = this.#find(0, place)
    addSample(bucket, sample)
    this.document.lastAt = Math.max(this.document.lastAt, wall)
    this.#settle(0)
    return chunk
  }

  buckets(): Bucket[] {
    return this.#tiers.flatMap(chunks => chunks.flatMap(({ buckets }) => buckets))
  }

  remove(): void {
    for (const chunks of this.#tiers) for (const { id } of chunks) this.#chunks.delete(id)
  }

  #find(tier: number, place: Bucket): { bucket: Bucket; chunk: ChunkDocument } {
    const chunks = this.#tiers[tier] ?? []
    const sameTime = (other: Bucket) => tier > 0 || other.time === place.time
    const isNew = tier === 0 && place.time > (this.#newest[tier] ?? -Infinity)
    for (let index = isNew ? -1 : chunks.length - 1; index >= 0; index--) {
      const chunk = chunks[index]
      const bucket = chunk?.buckets.findLast(
        other => other.wall === place.wall && sameTime(other) && other.unit === place.unit,
      )
      if (chunk && bucket) return { bucket, chunk }
    }
    let chunk = chunks.at(-1)
    if (!chunk || chunk.buckets.length >= CHUNK_LENGTH) {
      const number = this.#next++
      const { id } = this.document
      chunk = { id: `${id}/${number}`, seriesId: id, tier, number, buckets: [] }
      chunks.push(chunk)
      this.#chunks.put(chunk.id, chunk)
    }
    chunk.buckets.push(place)
    this.#newest[tier] = Math.max(this.#newest[tier] ?? -Infinity, place.time)
    return { bucket: place, chunk }
  }

  /** Makes the oldest buckets coarser where there are too many. */
  #settle(tier: number): void {
    const chunks = this.#tiers[tier]
    const { most = 0 } = TIERS[tier] ?? {}
    if (!chunks || (chunks.length - 1) * CHUNK_LENGTH < most) return
    const [oldest] = chunks.splice(0, 1)
    if (!oldest) return
    const { width } = TIERS[tier + 1] ?? {}
    if (width !== undefined) {
      const changed = new Set<ChunkDocument>()
      for (const old of oldest.buckets) {
        const place = emptyBucket(floor(old.wall, width), old.time, old.unit)
        const { bucket, chunk } = this.#find(tier + 1, place)
        merge(bucket, old)
        changed.add(chunk)
      }
      for (const chunk of changed) this.#chunks.put(chunk.id, chunk)
      this.#settle(tier + 1)
    }
    this.#chunks.delete(oldest.id)
  }
}

const indexes = new WeakMap<Scope, Map<string, Series>>()

/** Every metric of the account in the region. */
export function allSeries(scope: Scope): Series[] {
  return [...indexOf(scope).values()]
}

export function findSeries(scope: Scope, name: MetricName): Series | undefined {
  return indexOf(scope).get(idOf(name))
}

/** The metric, made where it is new. */
export function seriesFor(scope: Scope, name: MetricName, resolution: number, now: number): Series {
  const index = indexOf(scope)
  const id = idOf(name)
  let series = index.get(id)
  if (!series) {
    const { series: documents, chunks } = cloudwatch(scope)
    const document: SeriesDocument = { id, ...name, resolution, firstAt: now, lastAt: 0 }
    series = new Series(document, chunks)
    index.set(id, series)
    documents.put(id, document)
    if (index.size > MOST_SERIES) dropSilent(scope, index)
  }
  if (resolution < series.document.resolution) series.document.resolution = resolution
  return series
}

/** Forgets what was read, after documents of the account have been replaced. */
export function forgetSeries(scope: Scope): void {
  indexes.delete(scope)
}

function dropSilent(scope: Scope, index: Map<string, Series>): void {
  const silent = [...index.values()].reduce((a, b) => (a.document.lastAt <= b.document.lastAt ? a : b))
  const { id } = silent.document
  silent.remove()
  index.delete(id)
  cloudwatch(scope).series.delete(id)
}

function indexOf(scope: Scope): Map<string, Series> {
  let index = indexes.get(scope)
  if (!index) {
    const { series, chunks } = cloudwatch(scope)
    index = new Map(series.values().map(document => [document.id, new Series(document, chunks)]))
    for (const chunk of chunks.values()) index.get(chunk.seriesId)?.adopt(chunk)
    indexes.set(scope, index)
  }
  return index
}

function idOf({ namespace, metricName, dimensions }: MetricName): string {
  const sorted = Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha1')
    .update(JSON.stringify([namespace, metricName, sorted]))
    .digest('hex')
}

function floor(value: number, width: number): number {
  return Math.floor(value / width) * width
}
