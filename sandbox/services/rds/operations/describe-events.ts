import type { DescribeEventsMessage, EventsMessage } from '@aws-sdk/client-rds'
import type { Operation } from '../../../operation.ts'
import { invalidCombination } from '../errors.ts'
import { page } from '../pages.ts'
import { rds, rdsArn } from '../store.ts'

const MINUTE = 60_000
const LONGEST = 14 * 24 * 60 * MINUTE

/** What happened to instances and snapshots: in the last hour, unless a time is given; kept for 14 days at most. */
export const describeEvents: Operation<DescribeEventsMessage, EventsMessage> = (
  input,
  { sandbox: { clock }, scope },
) => {
  const { SourceIdentifier: id, SourceType: type, EventCategories = [] } = input
  if (id !== undefined && type === undefined) {
    throw invalidCombination('SourceType must be supplied when SourceIdentifier is supplied.')
  }
  const now = clock.now()
  const to = input.EndTime?.getTime() ?? now
  const from = input.StartTime?.getTime() ?? to - (input.Duration ?? 60) * MINUTE
  const found = rds(scope)
    .events.values()
    .filter(
      event =>
        event.at >= Math.max(from, now - LONGEST) &&
        event.at <= to &&
        (type === undefined || event.sourceType === type) &&
        (id === undefined || event.sourceId === id.toLowerCase()) &&
        (EventCategories.length === 0 || event.categories.some(one => EventCategories.includes(one))),
    )
    .sort((a, b) => a.number - b.number)
  const { items, Marker } = page(found, input)
  return {
    Events: items.map(({ sourceId, sourceType, message, categories, at }) => ({
      SourceIdentifier: sourceId,
      SourceType: sourceType,
      Message: message,
      EventCategories: categories,
      Date: new Date(at),
      SourceArn: rdsArn(scope, sourceType === 'db-instance' ? 'db' : 'snapshot', sourceId),
    })),
    ...(Marker && { Marker }),
  }
}
