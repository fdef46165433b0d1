import { EntitySchema } from 'typeorm'
import { moment, nullable, reference, text } from '../database/columns.ts'

/** A one-time token of a printed address, or the cookie that it became. Only their hashes are kept. */
export interface Login {
  hash: string
  kind: 'token' | 'cookie'
  learnerId: string
  createdAt: number
  expiresAt: number
  /** When a token was used; it is kept so that a second use can be told from a wrong token. */
  usedAt: number | null
}

export const LoginEntity = new EntitySchema<Login>({
  name: 'login',
  columns: {
    hash: { ...text(64), primary: true },
    kind: text(16),
    learnerId: reference,
    createdAt: moment,
    expiresAt: moment,
    usedAt: nullable(moment),
  },
})
