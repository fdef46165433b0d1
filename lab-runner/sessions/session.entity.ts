import { EntitySchema } from 'typeorm'
import { id, moment, reference, text } from '../database/columns.ts'

/** A learner in a lab, in one account and region: another account is another session, with nothing done yet. */
export interface Session {
  id: string
  learnerId: string
  labId: string
  /** Empty while no account is known. */
  accountId: string
  region: string
  /** Host name of the App pane's origin. */
  previewToken: string
  createdAt: number
}

export const SessionEntity = new EntitySchema<Session>({
  name: 'session',
  tableName: 'lab_session',
  columns: {
    id,
    learnerId: reference,
    labId: text(64),
    accountId: text(12),
    region: text(32),
    previewToken: text(64),
    createdAt: moment,
  },
})
