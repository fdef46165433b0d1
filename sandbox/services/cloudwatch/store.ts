import type { Collection, Scope } from '../../store/store.ts'
import type { Bucket } from './bucket.ts'

export interface SeriesDocument {
  /** Hash of namespace, name and dimensions. */
  id: string
  namespace: string
  metricName: string
  dimensions: Readonly<Record<string, string>>
  /** Milliseconds: 60,000, or 1,000 once it was put with high resolution. */
  resolution: number
  /** Milliseconds since the epoch. */
  firstAt: number
  lastAt: number
}

/** Some of a metric's data, in the order in which it came. */
export interface ChunkDocument {
  id: string
  seriesId: string
  /** How coarse its buckets have become; 0 is as they came. */
  tier: number
  number: number
  buckets: Bucket[]
}

/** The state of CloudWatch in one account and region. */
export function cloudwatch(scope: Scope): {
  series: Collection<SeriesDocument>
  chunks: Collection<ChunkDocument>
} {
  return {
    series: scope.collection('cloudwatch:series'),
    chunks: scope.collection('cloudwatch:chunk'),
  }
}

type Place = Pick<Scope, 'accountId' | 'region'>

export function alarmArn({ accountId, region }: Place, name: string): string {
  return `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`
}

/** Dashboards belong to no region. */
export function dashboardArn({ accountId }: Pick<Place, 'accountId'>, name: string): string {
  return `arn:aws:cloudwatch::${accountId}:dashboard/${name}`
}
