import type { DescribeLogStreamsRequest, DescribeLogStreamsResponse } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { constraint, invalidParameter } from '../errors.ts'
import { page } from '../pages.ts'
import { findGroup, groupNameOf, streamsOf } from '../store.ts'

const ORDERS = ['LogStreamName', 'LastEventTime']

export const describeLogStreams: Operation<DescribeLogStreamsRequest, DescribeLogStreamsResponse> = (
  input,
  { scope },
) => {
  const group = findGroup(scope, groupNameOf(input))
  if (input.orderBy && !ORDERS.includes(input.orderBy)) {
    throw constraint(input.orderBy, 'orderBy', `Member must satisfy enum value set: [${ORDERS.join(', ')}]`)
  }
  const byTime = input.orderBy === 'LastEventTime'
  if (byTime && input.logStreamNamePrefix) {
    throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.')
  }
  const found = streamsOf(scope, group.logGroupName).filter(({ logStreamName }) =>
    logStreamName.startsWith(input.logStreamNamePrefix ?? ''),
  )
  if (byTime) {
    found.sort((a, b) => (a.lastEventTimestamp ?? a.creationTime) - (b.lastEventTimestamp ?? b.creationTime))
  }
  if (input.descending) found.reverse()
  const { items, nextToken } = page(found, input)
  return {
    logStreams: items.map(({ fileId: _file, logGroupName: _group, ...stream }) => ({
      ...stream,
      storedBytes: 0,
    })),
    ...(nextToken && { nextToken }),
  }
}
