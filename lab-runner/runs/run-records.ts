import { randomUUID } from 'node:crypto'
import { In, LessThan, Not, type DataSource } from 'typeorm'
import type { RunDto } from '../contract.ts'
import { isDuplicate } from '../database/database.ts'
import { RunEntity, type Run } from './run.entity.ts'

const STALE_MS = 6_000

/** What of a run changes while it is at work. */
export type RunProgress = Partial<
  Pick<Run, 'message' | 'exitCode' | 'currentStep' | 'phase' | 'terminalId' | 'cancelRequested'>
>

/** Runs in the database, where one active key admits one execution on any number of nodes. */
export interface RunRecords {
  nodeId: string
  /** The new run, or the one that holds the key already. */
  begin(
    key: string,
    run: Pick<Run, 'sessionId' | 'kind' | 'stepId' | 'message'> & RunProgress,
  ): Promise<{ run: Run; created: boolean }>
  progress(id: string, change: RunProgress): Promise<Run>
  finish(id: string, status: 'succeeded' | 'failed' | 'interrupted', change: RunProgress): Promise<Run>
  active(sessionId: string): Promise<Run[]>
  activeBy(key: string): Promise<Run | null>
  /** The session's runs, newest first. */
  recent(sessionId: string, take: number): Promise<Run[]>
  /** Says that our runs are alive. Answers those that somebody asked to cancel. */
  beat(): Promise<string[]>
  /** Marks runs of processes that are gone as interrupted, and answers them. `all`: of every other process, however fresh. */
  sweep(options: { all: boolean }): Promise<Run[]>
}

export function createRunRecords(database: DataSource): RunRecords {
  const runs = database.getRepository(RunEntity)
  const nodeId = randomUUID()

  async function finish(id: string, status: Run['status'], change: RunProgress): Promise<Run> {
    await runs.update(
      { id, status: 'running' },
      { ...change, status, endedAt: Date.now(), activeKey: null, phase: null },
    )
    return runs.findOneByOrFail({ id })
  }

  return {
    nodeId,
    async begin(activeKey, wanted) {
      // Whoever holds the key may end between our two looks, so look again.
      for (let attempt = 0; attempt < 5; attempt++) {
        const holder = await runs.findOneBy({ activeKey })
        if (holder) return { run: holder, created: false }
        const now = Date.now()
        const run: Run = {
          id: randomUUID(),
          status: 'running',
          terminalId: null,
          exitCode: null,
          startedAt: now,
          endedAt: null,
          activeKey,
          nodeId,
          heartbeatAt: now,
          cancelRequested: false,
          currentStep: wanted.stepId,
          phase: null,
          ...wanted,
        }
        try {
          await runs.insert(run)
          return { run, created: true }
        } catch (error) {
          if (!isDuplicate(error)) throw error
        }
      }
      throw new Error(`The key ${activeKey} is taken and free in turns.`)
    },
    async progress(id, change) {
      await runs.update({ id, status: 'running' }, change)
      return runs.findOneByOrFail({ id })
    },
    finish,
    active: sessionId => runs.findBy({ sessionId, status: 'running' }),
    activeBy: activeKey => runs.findOneBy({ activeKey }),
    recent: (sessionId, take) => runs.find({ where: { sessionId }, order: { startedAt: 'DESC' }, take }),
    async beat() {
      await runs.update({ nodeId, status: 'running' }, { heartbeatAt: Date.now() })
      const cancelled = await runs.findBy({ nodeId, status: 'running', cancelRequested: true })
      return cancelled.map(run => run.id)
    },
    async sweep({ all }) {
      const lost = await runs.findBy({
        status: 'running',
        nodeId: Not(nodeId),
        ...(all ? {} : { heartbeatAt: LessThan(Date.now() - STALE_MS) }),
      })
      const message = 'The workshop was stopped in the middle of this. What was made is kept: run it again.'
      if (lost.length > 0) {
        await runs.update(
          { id: In(lost.map(run => run.id)), status: 'running' },
          { status: 'interrupted', message, endedAt: Date.now(), activeKey: null, phase: null },
        )
      }
      return lost.map(run => ({ ...run, status: 'interrupted', message }))
    },
  }
}

/** A run as the site sees it. */
export function presentRun(run: Run): RunDto {
  const { id, kind, stepId, status, message, exitCode, startedAt, endedAt, terminalId } = run
  return { id, kind, stepId, status, message, exitCode, startedAt, endedAt, terminalId }
}
