import type { DescribeLogGroupsRequest, DescribeLogGroupsResponse } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { invalidParameter } from '../errors.ts'
import { eventFile } from '../event-files.ts'
import { page } from '../pages.ts'
import { groupNameOf, logs, metricFiltersOf, streamsOf } from '../store.ts'

export const describeLogGroups: Operation<DescribeLogGroupsRequest, DescribeLogGroupsResponse> = (
  input,
  { sandbox, scope },
) => {
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, logGroupIdentifiers } = input
  if (prefix && pattern) {
    throw invalidParameter(
      'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    )
  }
  const names = logGroupIdentifiers?.map(logGroupIdentifier => groupNameOf({ logGroupIdentifier }))
  const found = logs(scope)
    .groups.values()
    .filter(({ logGroupName }) => !prefix || logGroupName.startsWith(prefix))
    .filter(({ logGroupName }) => !pattern || logGroupName.toLowerCase().includes(pattern.toLowerCase()))
    .filter(({ logGroupName }) => !names || names.includes(logGroupName))
    .filter(({ logGroupClass }) => !input.logGroupClass || logGroupClass === input.logGroupClass)
    .sort((a, b) => (a.logGroupName < b.logGroupName ? -1 : 1))
  const { items, nextToken } = page(found, input)
  return {
    logGroups: items.map(({ tags: _tags, ...group }) => ({
      ...group,
      arn: `${group.logGroupArn}:*`,
      metricFilterCount: metricFiltersOf(scope, group.logGroupName).length,
      storedBytes: streamsOf(scope, group.logGroupName).reduce(
        (sum, stream) => sum + eventFile(sandbox, scope, stream).bytes,
        0,
      ),
    })),
    ...(nextToken && { nextToken }),
  }
}
