import type { PutLogEventsRequest, PutLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { appendLogEvents } from '../append.ts'
import { invalidParameter } from '../errors.ts'
import { findStream } from '../store.ts'

const HOUR_MS = 60 * 60 * 1000
const OLDEST_MS = 14 * 24 * HOUR_MS
const NEWEST_MS = 2 * HOUR_MS
const LARGEST_BATCH = 1_048_576
/** What AWS counts for each event beside its message. */
const EVENT_OVERHEAD = 26

export const putLogEvents: Operation<PutLogEventsRequest, PutLogEventsResponse> = (
  input,
  { sandbox, scope },
) => {
  const group = input.logGroupName ?? ''
  const stream = findStream(scope, group, input.logStreamName ?? '')
  const events = (input.logEvents ?? []).map(({ timestamp = 0, message = '' }) => ({ timestamp, message }))
  if (events.length === 0) throw invalidParameter('Log events must not be empty.')
  const bytes = events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + EVENT_OVERHEAD, 0)
  if (bytes > LARGEST_BATCH)
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${LARGEST_BATCH}`)
  if (events.some(({ timestamp }, index) => timestamp < (events[index - 1]?.timestamp ?? 0))) {
    throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.')
  }
  const now = sandbox.clock.now()
  const tooOld = events.filter(({ timestamp }) => timestamp < now - OLDEST_MS).length
  const accepted = events.slice(tooOld).filter(({ timestamp }) => timestamp <= now + NEWEST_MS)
  const tooNew = tooOld + accepted.length
  appendLogEvents(sandbox, scope, group, stream.logStreamName, accepted)
  return {
    nextSequenceToken: stream.uploadSequenceToken,
    ...(accepted.length < events.length && {
      rejectedLogEventsInfo: {
        ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
        ...(tooNew < events.length && { tooNewLogEventStartIndex: tooNew }),
      },
    }),
  }
}
