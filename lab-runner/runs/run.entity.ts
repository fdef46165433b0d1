import { EntitySchema } from 'typeorm'
import type { RunDto } from '../contract.ts'
import { flag, id, integer, longText, moment, nullable, reference, text } from '../database/columns.ts'

/** One execution of Run, Check, Show me, Start from here or Reset. */
export interface Run {
  id: string
  sessionId: string
  kind: RunDto['kind']
  stepId: string | null
  /** Where its commands are typed. */
  terminalId: string | null
  status: RunDto['status']
  message: string
  exitCode: number | null
  startedAt: number
  endedAt: number | null
  /** Unique while it runs, null afterwards: so there is one execution, on one node or on many. */
  activeKey: string | null
  /** The process that executes it, and when that was last alive. */
  nodeId: string
  heartbeatAt: number
  cancelRequested: boolean
  /** Which step it is at, and whether that runs or is checked. */
  currentStep: string | null
  phase: 'commands' | 'check' | null
}

export const RunEntity = new EntitySchema<Run>({
  name: 'run',
  tableName: 'lab_run',
  columns: {
    id,
    sessionId: reference,
    kind: text(16),
    stepId: nullable(text(64)),
    terminalId: nullable(text(36)),
    status: text(16),
    message: longText,
    exitCode: nullable(integer),
    startedAt: moment,
    endedAt: nullable(moment),
    activeKey: nullable(text(128)),
    nodeId: reference,
    heartbeatAt: moment,
    cancelRequested: flag,
    currentStep: nullable(text(64)),
    phase: nullable(text(16)),
  },
})
