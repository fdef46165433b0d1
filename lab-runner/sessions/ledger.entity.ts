import { EntitySchema } from 'typeorm'
import { id, moment, reference, text } from '../database/columns.ts'

/** A resource that a passed step made: reset goes by it beside the tags. */
export interface LedgerEntry {
  id: string
  sessionId: string
  type: string
  resourceId: string
  madeAt: number
}

export const LedgerEntity = new EntitySchema<LedgerEntry>({
  name: 'ledger',
  columns: { id, sessionId: reference, type: text(64), resourceId: text(512), madeAt: moment },
})
