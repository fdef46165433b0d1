import type {
  AlarmHistoryItem,
  PutCompositeAlarmInput,
  PutMetricAlarmInput,
  StateValue,
  Tag,
} from '@aws-sdk/client-cloudwatch'
import type { Collection, Scope } from '../../store/store.ts'
import type { Sandbox } from '../../operation.ts'
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

interface AlarmBase {
  name: string
  arn: string
  /** Milliseconds since the epoch. */
  updatedAt: number
  state: AlarmState
  /** When `state.value` became another. */
  transitionedAt: number
  tags: Tag[]
}

export interface AlarmState {
  value: StateValue
  reason: string
  /** JSON. */
  reasonData?: string
  /** Milliseconds since the epoch. */
  at: number
}

/** What an alarm was put with, tags apart. */
export type MetricAlarmSettings = Omit<PutMetricAlarmInput, 'AlarmName' | 'Tags'>
export type CompositeAlarmSettings = Omit<PutCompositeAlarmInput, 'AlarmName' | 'Tags'>

export interface MetricAlarmDocument extends AlarmBase {
  type: 'MetricAlarm'
  settings: MetricAlarmSettings
  /** Missing data were the reason when it was last evaluated. */
  partial?: boolean
}

export interface CompositeAlarmDocument extends AlarmBase {
  type: 'CompositeAlarm'
  settings: CompositeAlarmSettings
}

export type AlarmDocument = MetricAlarmDocument | CompositeAlarmDocument

/** What happened to the alarms of one name, oldest first; it outlives them. */
export interface HistoryDocument {
  name: string
  items: (Omit<AlarmHistoryItem, 'Timestamp' | 'AlarmName'> & { at: number })[]
}

export interface DashboardDocument {
  name: string
  body: string
  /** Milliseconds since the epoch. */
  modifiedAt: number
  tags: Tag[]
}

/** The state of CloudWatch in one account and region. */
export function cloudwatch(scope: Scope): {
  series: Collection<SeriesDocument>
  chunks: Collection<ChunkDocument>
  alarms: Collection<AlarmDocument>
  history: Collection<HistoryDocument>
} {
  return {
    series: scope.collection('cloudwatch:series'),
    chunks: scope.collection('cloudwatch:chunk'),
    alarms: scope.collection('cloudwatch:alarm'),
    history: scope.collection('cloudwatch:history'),
  }
}

/** Dashboards are an account's, whatever the region. */
export function dashboards(
  { store }: Pick<Sandbox, 'store'>,
  accountId: string,
): Collection<DashboardDocument> {
  return store.scope(accountId, 'global').collection('cloudwatch:dashboard')
}

type Place = Pick<Scope, 'accountId' | 'region'>

export function alarmArn({ accountId, region }: Place, name: string): string {
  return `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`
}

/** Dashboards belong to no region. */
export function dashboardArn({ accountId }: Pick<Place, 'accountId'>, name: string): string {
  return `arn:aws:cloudwatch::${accountId}:dashboard/${name}`
}
