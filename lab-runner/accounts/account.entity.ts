import { EntitySchema } from 'typeorm'
import { longText, nullable, reference, text } from '../database/columns.ts'

/** Which account a learner works in. Pasted keys are not here: they live in memory alone. */
export interface AccountRow {
  learnerId: string
  target: 'practice' | 'aws'
  region: string
  /** Profile of the local ~/.aws; null with pasted keys. */
  profile: string | null
  practiceAccountId: string | null
  /** Keys of the practice account, sealed. */
  practiceKeys: string | null
  /** Who the credentials were when the learner was asked. */
  accountId: string | null
  identityArn: string | null
  confirmedAccountId: string | null
  /** What the learner must know before going on, such as that the practice account was made anew. */
  notice: string | null
}

export const AccountEntity = new EntitySchema<AccountRow>({
  name: 'account',
  columns: {
    learnerId: { ...reference, primary: true },
    target: text(16),
    region: text(32),
    profile: nullable(text()),
    practiceAccountId: nullable(text(12)),
    practiceKeys: nullable(longText),
    accountId: nullable(text(12)),
    identityArn: nullable(longText),
    confirmedAccountId: nullable(text(12)),
    notice: nullable(longText),
  },
})
