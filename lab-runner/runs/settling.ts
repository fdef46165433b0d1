import { Not, IsNull, type DataSource } from 'typeorm'
import type { Logger } from 'pino'
import { StepRecordEntity } from '../sessions/step-state.entity.ts'

const RETRY_MS = 2_000

/** Looks again, at the time a check asked for, at steps that AWS is still at work on. */
export interface Settling {
  schedule(sessionId: string, stepId: string, at: number): void
  cancel(sessionId: string, stepId: string): void
  cancelSession(sessionId: string): void
  /** After a restart: the times stand with the verdicts. */
  resume(database: DataSource): Promise<void>
  stop(): void
}

export function createSettling(
  check: (sessionId: string, stepId: string) => Promise<unknown>,
  log: Logger,
): Settling {
  const timers = new Map<string, NodeJS.Timeout>()
  const key = (sessionId: string, stepId: string) => `${sessionId}:${stepId}`
  let stopped = false

  function cancel(name: string) {
    clearTimeout(timers.get(name))
    timers.delete(name)
  }

  function schedule(sessionId: string, stepId: string, at: number) {
    const name = key(sessionId, stepId)
    cancel(name)
    if (stopped) return
    const timer = setTimeout(
      () => {
        timers.delete(name)
        check(sessionId, stepId).catch((error: unknown) => {
          log.warn({ err: error, stepId }, 'could not look again')
          schedule(sessionId, stepId, Date.now() + RETRY_MS)
        })
      },
      Math.max(0, at - Date.now()),
    )
    timers.set(name, timer)
  }

  return {
    schedule,
    cancel: (sessionId, stepId) => cancel(key(sessionId, stepId)),
    cancelSession(sessionId) {
      for (const name of [...timers.keys()]) if (name.startsWith(`${sessionId}:`)) cancel(name)
    },
    async resume(database) {
      const records = await database.getRepository(StepRecordEntity).findBy({ settlingSince: Not(IsNull()) })
      for (const { sessionId, stepId, verdict } of records) {
        if (verdict?.retryAt) schedule(sessionId, stepId, verdict.retryAt)
      }
    },
    stop() {
      stopped = true
      for (const name of [...timers.keys()]) cancel(name)
    },
  }
}
