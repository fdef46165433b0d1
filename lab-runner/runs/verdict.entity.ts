import { EntitySchema } from 'typeorm'
import type { VerdictDto } from '../contract.ts'
import { id, integer, json, moment, reference, text } from '../database/columns.ts'

/** One answer of a check; never changed, never deleted. */
export interface VerdictRecord {
  id: string
  sessionId: string
  stepId: string
  attempt: number
  status: VerdictDto['status']
  reason: string
  body: VerdictDto
  checkedAt: number
}

export const VerdictEntity = new EntitySchema<VerdictRecord>({
  name: 'verdict',
  columns: {
    id,
    sessionId: reference,
    stepId: text(64),
    attempt: integer,
    status: text(16),
    reason: text(),
    body: json,
    checkedAt: moment,
  },
})
