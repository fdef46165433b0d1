import type { EventDocument } from './store.ts'
import type { Turn } from './turn.ts'

/** AWS gives a replacement task set an hour to become healthy, and a hook an hour for its callback. */
const LIMIT_MS = 60 * 60_000

/** Whether a lifecycle event has gone on for too long: on the account's clock, and for at least `leastMs` of the wall clock. */
export function isOverdue({ sandbox, time }: Turn, event: EventDocument, leastMs: number): boolean {
  const now = sandbox.clock.now()
  const { startedTime = time, startedAt = now } = event
  return time - startedTime >= LIMIT_MS && now - startedAt >= leastMs
}
