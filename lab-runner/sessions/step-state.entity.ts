import { EntitySchema } from 'typeorm'
import type { VerdictDto } from '../contract.ts'
import { flag, id, integer, json, moment, nullable, reference, text } from '../database/columns.ts'

/** How far a session is with one step. */
export interface StepRecord {
  id: string
  sessionId: string
  stepId: string
  /** The latest one; the history is in the verdicts. */
  verdict: VerdictDto | null
  /** What the step hands on, since it passed. */
  outputs: Record<string, string> | null
  hintsOpened: number
  attempts: number
  /** Passed after Show me. */
  shown: boolean
  /** When the first of a row of `waiting` verdicts came. */
  settlingSince: number | null
}

export const StepRecordEntity = new EntitySchema<StepRecord>({
  name: 'stepRecord',
  tableName: 'step_state',
  columns: {
    id,
    sessionId: reference,
    stepId: text(64),
    verdict: nullable(json),
    outputs: nullable(json),
    hintsOpened: integer,
    attempts: integer,
    shown: flag,
    settlingSince: nullable(moment),
  },
})
