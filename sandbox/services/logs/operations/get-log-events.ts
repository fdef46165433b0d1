import type { GetLogEventsRequest, GetLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { invalidParameter } from '../errors.ts'
import { readEvents } from '../read.ts'
import { findStream, groupNameOf } from '../store.ts'

const MOST_EVENTS = 10_000

export const getLogEvents: Operation<GetLogEventsRequest, GetLogEventsResponse> = (
  input,
  { sandbox, scope },
) => {
  const stream = findStream(scope, groupNameOf(input), input.logStreamName ?? '')
  const limit = input.limit ?? MOST_EVENTS
  if (!(limit >= 1 && limit <= MOST_EVENTS))
    throw invalidParameter(`limit must be between 1 and ${MOST_EVENTS}.`)
  const events = readEvents(sandbox, scope, stream, input)
  const { from, until } = bounds(input)
  const inside = events.filter(({ sequence }) => sequence >= from && sequence < until)
  const forward = input.nextToken ? until === Infinity : input.startFromHead === true
  const chosen = forward ? inside.slice(0, limit) : inside.slice(-limit)

  // At either end the token that was sent comes back: that is how clients know to stop.
  const first = chosen[0]?.sequence ?? (until === Infinity ? from : until)
  const last = chosen.at(-1)?.sequence ?? first - 1
  return {
    events: chosen
      .map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime }))
      .sort((a, b) => a.timestamp - b.timestamp),
    nextForwardToken: token('f', last + 1),
    nextBackwardToken: token('b', first),
  }
}

function bounds({ nextToken }: GetLogEventsRequest): { from: number; until: number } {
  if (!nextToken) return { from: 0, until: Infinity }
  const [, direction, position] = /^([fb])\/(\d{56})\/s$/.exec(nextToken) ?? []
  if (!direction) throw invalidParameter('The specified nextToken is invalid.')
  return direction === 'f'
    ? { from: Number(position), until: Infinity }
    : { from: 0, until: Number(position) }
}

function token(direction: 'f' | 'b', position: number): string {
  return `${direction}/${String(position).padStart(56, '0')}/s`
}
