import { ResourceNotFoundException } from '@aws-sdk/client-cloudwatch-logs'
import type { LogGroupClass, MetricTransformation } from '@aws-sdk/client-cloudwatch-logs'
import type { Collection, Scope } from '../../store/store.ts'
import { thrown } from './errors.ts'

export interface LogGroupDocument {
  logGroupName: string
  /** Without the `:*` that DescribeLogGroups' `arn` ends in. */
  logGroupArn: string
  creationTime: number
  retentionInDays?: number
  kmsKeyId?: string
  logGroupClass: LogGroupClass
  deletionProtectionEnabled: boolean
  tags: Record<string, string>
}

export interface LogStreamDocument {
  logGroupName: string
  logStreamName: string
  arn: string
  creationTime: number
  firstEventTimestamp?: number
  lastEventTimestamp?: number
  lastIngestionTime?: number
  uploadSequenceToken: string
  /** Name of its files of events. */
  fileId: string
}

export interface MetricFilterDocument {
  logGroupName: string
  filterName: string
  filterPattern: string
  transformation: MetricTransformation
  creationTime: number
}

/** Who besides the account's own identities may do what with log groups. */
export interface ResourcePolicyDocument {
  policyName: string
  policyDocument: string
  lastUpdatedTime: number
}

/** The state of CloudWatch Logs in one account and region; the events lie in files. */
export function logs(scope: Scope): {
  groups: Collection<LogGroupDocument>
  /** By `group:stream`; neither name can hold a colon. */
  streams: Collection<LogStreamDocument>
  /** By `group:filter`. */
  metricFilters: Collection<MetricFilterDocument>
  resourcePolicies: Collection<ResourcePolicyDocument>
} {
  return {
    groups: scope.collection('logs:group'),
    streams: scope.collection('logs:stream'),
    metricFilters: scope.collection('logs:metric-filter'),
    resourcePolicies: scope.collection('logs:resource-policy'),
  }
}

export function groupArn(place: { accountId: string; region: string }, name: string): string {
  return `arn:aws:logs:${place.region}:${place.accountId}:log-group:${name}`
}

/** Name of a log group out of a request that gives a name, an identifier or an ARN. */
export function groupNameOf(request: {
  logGroupName?: string | undefined
  logGroupIdentifier?: string | undefined
}): string {
  const reference = request.logGroupIdentifier ?? request.logGroupName ?? ''
  return reference.startsWith('arn:')
    ? (reference.split(':log-group:')[1] ?? '').replace(/:\*$/, '')
    : reference
}

/** Throws ResourceNotFoundException. */
export function findGroup(scope: Scope, name: string): LogGroupDocument {
  const group = logs(scope).groups.get(name)
  if (!group) throw thrown(ResourceNotFoundException, 'The specified log group does not exist.')
  return group
}

/** Throws ResourceNotFoundException. */
export function findStream(scope: Scope, groupName: string, streamName: string): LogStreamDocument {
  findGroup(scope, groupName)
  const stream = logs(scope).streams.get(`${groupName}:${streamName}`)
  if (!stream) throw thrown(ResourceNotFoundException, 'The specified log stream does not exist.')
  return stream
}

/** Metric filters of a group, by name. */
export function metricFiltersOf(scope: Scope, groupName: string): MetricFilterDocument[] {
  return logs(scope)
    .metricFilters.values()
    .filter(({ logGroupName }) => logGroupName === groupName)
    .sort((a, b) => (a.filterName < b.filterName ? -1 : 1))
}

/** Streams of a group, by name. */
export function streamsOf(scope: Scope, groupName: string): LogStreamDocument[] {
  return logs(scope)
    .streams.values()
    .filter(({ logGroupName }) => logGroupName === groupName)
    .sort((a, b) => (a.logStreamName < b.logStreamName ? -1 : 1))
}
