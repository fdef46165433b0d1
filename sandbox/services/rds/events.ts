import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { type EventDocument, rds } from './store.ts'

const KEPT = 500

/** Writes an event down, as DescribeEvents shows it. */
export function addEvent(
  { clock }: Sandbox,
  scope: Scope,
  sourceId: string,
  message: string,
  category: string,
  sourceType: EventDocument['sourceType'] = 'db-instance',
): void {
  const { events } = rds(scope)
  const number = Math.max(0, ...events.values().map(event => event.number)) + 1
  events.put(String(number), {
    number,
    sourceId,
    sourceType,
    message,
    categories: [category],
    at: clock.now(),
  })
  events.delete(String(number - KEPT))
}
