import { EntitySchema } from 'typeorm'
import { id, integer, moment, nullable, reference, text } from '../database/columns.ts'

/** A terminal tab of a session; its scrollback is a file, its shell lives as long as the process. */
export interface TerminalRow {
  id: string
  sessionId: string
  title: string
  columns: number
  rows: number
  createdAt: number
  closedAt: number | null
}

export const TerminalEntity = new EntitySchema<TerminalRow>({
  name: 'terminal',
  columns: {
    id,
    sessionId: reference,
    title: text(),
    columns: { ...integer, name: 'column_count' },
    rows: { ...integer, name: 'row_count' },
    createdAt: moment,
    closedAt: nullable(moment),
  },
})
