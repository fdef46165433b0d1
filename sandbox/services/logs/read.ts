import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import type { StoredEvent } from './event-file.ts'
import { eventFile } from './event-files.ts'
import { findGroup } from './store.ts'
import type { LogStreamDocument } from './store.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** Events of a stream in a span of time, end excluded, without those past the group's retention. */
export function readEvents(
  sandbox: Sandbox,
  scope: Scope,
  stream: LogStreamDocument,
  span: { startTime?: number | undefined; endTime?: number | undefined },
): StoredEvent[] {
  const { retentionInDays } = findGroup(scope, stream.logGroupName)
  const expired = retentionInDays ? sandbox.clock.now() - retentionInDays * DAY_MS : 0
  const start = Math.max(span.startTime ?? 0, expired)
  const end = span.endTime ?? Infinity
  return eventFile(sandbox, scope, stream).events.filter(
    ({ timestamp }) => timestamp >= start && timestamp < end,
  )
}
