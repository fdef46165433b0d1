import type { DeleteLogGroupRequest } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { invalidParameter } from '../errors.ts'
import { eventFile } from '../event-files.ts'
import { findGroup, logs, metricFiltersOf, streamsOf } from '../store.ts'

export const deleteLogGroup: Operation<DeleteLogGroupRequest, object> = (input, { sandbox, scope }) => {
  const group = findGroup(scope, input.logGroupName ?? '')
  if (group.deletionProtectionEnabled) {
    throw invalidParameter(
      `Log group ${group.logGroupName} has deletion protection enabled. Disable it first.`,
    )
  }
  const { groups, streams, metricFilters } = logs(scope)
  for (const stream of streamsOf(scope, group.logGroupName)) {
    eventFile(sandbox, scope, stream).remove()
    streams.delete(`${stream.logGroupName}:${stream.logStreamName}`)
  }
  for (const { logGroupName, filterName } of metricFiltersOf(scope, group.logGroupName)) {
    metricFilters.delete(`${logGroupName}:${filterName}`)
  }
  groups.delete(group.logGroupName)
  return {}
}
