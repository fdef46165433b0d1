import { randomUUID } from 'node:crypto'
import type { Outputs, Resource } from '@slipway/labs/define.ts'
import type { DataSource } from 'typeorm'
import type { Accounts } from '../accounts/accounts.ts'
import { isDuplicate } from '../database/database.ts'
import { newToken } from '../security/sealed.ts'
import { LedgerEntity } from './ledger.entity.ts'
import { SessionEntity, type Session } from './session.entity.ts'
import { StepRecordEntity, type StepRecord } from './step-state.entity.ts'

export interface Sessions {
  /** The learner's session in a lab, in the account that is theirs now; made at its first opening. */
  open(learnerId: string, labId: string): Promise<Session>
  byId(id: string): Promise<Session | null>
  byPreviewToken(token: string): Promise<Session | null>
  steps(sessionId: string): Promise<StepRecord[]>
  step(sessionId: string, stepId: string): Promise<StepRecord>
  changeStep(sessionId: string, stepId: string, change: Partial<StepRecord>): Promise<void>
  /** Outputs of the steps that passed. */
  outputs(sessionId: string): Promise<Outputs>
  ledger(sessionId: string): Promise<Resource[]>
  addToLedger(sessionId: string, made: Resource[]): Promise<void>
  /** Nothing is done any more; `left` stays in the ledger. Verdicts are kept, for they are history. */
  clear(sessionId: string, left: Resource[]): Promise<void>
}

export function createSessions(database: DataSource, accounts: Pick<Accounts, 'row'>): Sessions {
  const sessions = database.getRepository(SessionEntity)
  const steps = database.getRepository(StepRecordEntity)
  const ledger = database.getRepository(LedgerEntity)

  /** Inserts unless another request was first. */
  async function insertOnce(insert: () => Promise<unknown>): Promise<void> {
    try {
      await insert()
    } catch (error) {
      if (!isDuplicate(error)) throw error
    }
  }

  async function step(sessionId: string, stepId: string): Promise<StepRecord> {
    const found = await steps.findOneBy({ sessionId, stepId })
    if (found) return found
    const made: StepRecord = {
      id: randomUUID(),
      sessionId,
      stepId,
      verdict: null,
      outputs: null,
      hintsOpened: 0,
      attempts: 0,
      shown: false,
      settlingSince: null,
    }
    await insertOnce(() => steps.insert(made))
    return steps.findOneByOrFail({ sessionId, stepId })
  }

  return {
    async open(learnerId, labId) {
      // An account that does not answer must not keep the lab from opening.
      const { accountId, region } = await accounts
        .row(learnerId)
        .catch(() => ({ accountId: null, region: '' }))
      const key = { learnerId, labId, accountId: accountId ?? '', region }
      const found = await sessions.findOneBy(key)
      if (found) return found
      const latest =
        accountId === null &&
        (await sessions.findOne({ where: { learnerId, labId }, order: { createdAt: 'DESC' } }))
      if (latest) return latest
      const made = { ...key, id: randomUUID(), previewToken: newToken(), createdAt: Date.now() }
      await insertOnce(() => sessions.insert(made))
      return sessions.findOneByOrFail(key)
    },

    byId: id => sessions.findOneBy({ id }),
    byPreviewToken: previewToken => sessions.findOneBy({ previewToken }),
    steps: sessionId => steps.findBy({ sessionId }),
    step,

    async changeStep(sessionId, stepId, change) {
      await step(sessionId, stepId)
      await steps.update({ sessionId, stepId }, change)
    },

    async outputs(sessionId) {
      const records = await steps.findBy({ sessionId })
      return Object.fromEntries(
        records.filter(record => record.outputs).map(record => [record.stepId, record.outputs ?? {}]),
      )
    },

    async ledger(sessionId) {
      const entries = await ledger.findBy({ sessionId })
      return entries.map(({ type, resourceId }) => ({ type, id: resourceId }))
    },

    async addToLedger(sessionId, made) {
      for (const { type, id } of made) {
        const entry = { id: randomUUID(), sessionId, type, resourceId: id, madeAt: Date.now() }
        await insertOnce(() => ledger.insert(entry))
      }
    },

    async clear(sessionId, left) {
      const entries = await ledger.findBy({ sessionId })
      const gone = entries.filter(
        entry => !left.some(({ type, id }) => type === entry.type && id === entry.resourceId),
      )
      if (gone.length > 0) await ledger.delete(gone.map(entry => entry.id))
      await steps.delete({ sessionId })
    },
  }
}
