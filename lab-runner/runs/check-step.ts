import { randomUUID } from 'node:crypto'
import type { Verdict } from '@slipway/labs/define.ts'
import type { LoadedStep } from '@slipway/labs/load.ts'
import type { Logger } from 'pino'
import type { DataSource } from 'typeorm'
import type { Accounts } from '../accounts/accounts.ts'
import type { VerdictDto } from '../contract.ts'
import type { Session } from '../sessions/session.entity.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { VerdictEntity } from './verdict.entity.ts'
import { presentVerdict, verdictOfFailure } from './verdicts.ts'

const CHECK_MS = 60_000

export interface CheckDeps {
  accounts: Accounts
  database: DataSource
  log: Logger
  sessions: Sessions
  /** How long one check may take. */
  checkMs?: number
}

/** Looks into the account whether a step is done, and stores what it found. Never throws for what it finds; only for a cancel. */
export async function checkStep(
  deps: CheckDeps,
  session: Session,
  step: LoadedStep,
  signal: AbortSignal,
): Promise<VerdictDto> {
  const { sessions, log } = deps
  let timeScale = 1
  let verdict: Verdict
  try {
    const account = await deps.accounts.ready(session.learnerId, session.accountId)
    timeScale = account.timeScale
    const limit = AbortSignal.any([signal, AbortSignal.timeout(deps.checkMs ?? CHECK_MS)])
    const out = await sessions.outputs(session.id)
    verdict = await raceAbort(step.check({ ...account.lab, out, signal: limit }), limit)
  } catch (error) {
    signal.throwIfAborted()
    log.warn({ err: error, labId: session.labId, stepId: step.id }, 'check failed')
    verdict = verdictOfFailure(error)
  }
  signal.throwIfAborted()
  if (verdict.status === 'error') {
    log.warn({ labId: session.labId, stepId: step.id, detail: verdict.detail }, 'check ended in an error')
  }

  const record = await sessions.step(session.id, step.id)
  const attempt = record.attempts + 1
  const checkedAt = Date.now()
  const { settlingSince } = record
  const dto = presentVerdict(verdict, { attempt, checkedAt, timeScale, settlingSince, timeout: step.timeout })
  // The ledger first: what is in it and not in a verdict does no harm, the other way round reset would miss it.
  if (verdict.status === 'pass') await sessions.addToLedger(session.id, verdict.made)
  await deps.database.getRepository(VerdictEntity).insert({
    id: randomUUID(),
    sessionId: session.id,
    stepId: step.id,
    attempt,
    status: dto.status,
    reason: dto.reason,
    body: dto,
    checkedAt,
  })
  await sessions.changeStep(session.id, step.id, {
    verdict: dto,
    attempts: attempt,
    settlingSince: dto.status === 'waiting' ? (settlingSince ?? checkedAt) : null,
    // Our own failure says nothing about what the step has made.
    ...(dto.status === 'error' ? {} : { outputs: verdict.status === 'pass' ? verdict.outputs : null }),
  })
  return dto
}

async function raceAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  const { promise, reject } = Promise.withResolvers<never>()
  const stop = () => reject(signal.reason as Error)
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', stop)
    // A check that goes on after its end must not end the process when it throws.
    work.catch(() => undefined)
  }
}
