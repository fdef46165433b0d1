import type { FilterLogEventsRequest, FilterLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { invalidParameter } from '../errors.ts'
import { compileFilter } from '../filter-pattern.ts'
import { readEvents } from '../read.ts'
import { findGroup, findStream, groupNameOf, streamsOf } from '../store.ts'

const MOST_EVENTS = 10_000

export const filterLogEvents: Operation<FilterLogEventsRequest, FilterLogEventsResponse> = (
  input,
  { sandbox, scope },
) => {
  const group = findGroup(scope, groupNameOf(input))
  const { logStreamNames: names, logStreamNamePrefix: prefix } = input
  if (names?.length && prefix) {
    throw invalidParameter('logStreamNames and logStreamNamePrefix are mutually exclusive.')
  }
  for (const name of names ?? []) findStream(scope, group.logGroupName, name)
  const limit = input.limit ?? MOST_EVENTS
  if (!(limit >= 1 && limit <= MOST_EVENTS))
    throw invalidParameter(`limit must be between 1 and ${MOST_EVENTS}.`)
  const matches = compileFilter(input.filterPattern ?? '')
  const events = streamsOf(scope, group.logGroupName)
    .filter(({ logStreamName }) => (names?.length ? names.includes(logStreamName) : true))
    .filter(({ logStreamName }) => logStreamName.startsWith(prefix ?? ''))
    .flatMap(stream =>
      readEvents(sandbox, scope, stream, { ...input, endTime: inclusive(input.endTime) })
        .filter(({ message }) => matches(message))
        .map(({ sequence, timestamp, message, ingestionTime }) => ({
          logStreamName: stream.logStreamName,
          ...{ timestamp, message, ingestionTime },
          eventId: eventId(timestamp, stream.fileId, sequence),
        })),
    )
    .sort((a, b) => a.timestamp - b.timestamp || (a.eventId < b.eventId ? -1 : 1))
  const start = input.nextToken ? events.findIndex(event => after(event, input.nextToken ?? '')) : 0
  const chosen = start < 0 ? [] : events.slice(start, start + limit)
  const last = chosen.at(-1)
  const more = last !== undefined && last !== events.at(-1)
  return {
    events: chosen,
    searchedLogStreams: [],
    ...(more && { nextToken: Buffer.from(`${last.timestamp} ${last.eventId}`).toString('base64') }),
  }
}

function inclusive(endTime: number | undefined): number | undefined {
  return endTime === undefined ? undefined : endTime + 1
}

/** 56 digits, as AWS's are. */
function eventId(timestamp: number, fileId: string, sequence: number): string {
  const stream = String(parseInt(fileId.slice(0, 12), 16))
    .padStart(16, '0')
    .slice(-16)
  return `${String(timestamp).padStart(14, '0')}${stream}${String(sequence).padStart(26, '0')}`
}

function after(event: { timestamp: number; eventId: string }, nextToken: string): boolean {
  const [, timestamp, id = ''] = /^(\d+) (\d{56})$/.exec(Buffer.from(nextToken, 'base64').toString()) ?? []
  if (!timestamp) throw invalidParameter('The specified nextToken is invalid.')
  return event.timestamp > Number(timestamp) || (event.timestamp === Number(timestamp) && event.eventId > id)
}
