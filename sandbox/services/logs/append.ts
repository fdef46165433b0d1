import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { createStream } from './create.ts'
import { eventFile } from './event-files.ts'
import { countMatches } from './metric-filters.ts'
import { tell } from './live-tail.ts'
import { findStream, logs } from './store.ts'

/** Appends events to a stream, which is made if it is not there. Throws ResourceNotFoundException when the group is missing. */
export function appendLogEvents(
  sandbox: Sandbox,
  scope: Scope,
  group: string,
  stream: string,
  events: { timestamp: number; message: string }[],
): void {
  const key = `${group}:${stream}`
  const { streams } = logs(scope)
  if (!streams.has(key)) createStream(sandbox, scope, group, stream)
  const document = findStream(scope, group, stream)
  if (events.length === 0) return
  const ingestionTime = sandbox.clock.now()
  eventFile(sandbox, scope, document).append(events, ingestionTime)
  countMatches(sandbox, scope, group, events)
  tell(sandbox, scope, document, events, ingestionTime)
  const times = events.map(({ timestamp }) => timestamp)
  const { firstEventTimestamp = Infinity, lastEventTimestamp = 0 } = document
  streams.put(key, {
    ...document,
    firstEventTimestamp: Math.min(firstEventTimestamp, ...times),
    lastEventTimestamp: Math.max(lastEventTimestamp, ...times),
    lastIngestionTime: ingestionTime,
  })
}
