import { renderCommands } from '@slipway/labs/commands.ts'
import type { LoadedLab, LoadedStep } from '@slipway/labs/load.ts'
import type { LabCard, RunDto, StepState, StepStatus } from '../contract.ts'
import type { Run } from '../runs/run.entity.ts'
import { presentRun } from '../runs/run-records.ts'
import type { Session } from '../sessions/session.entity.ts'
import type { StepRecord } from '../sessions/step-state.entity.ts'

/** All that is known of a session, from which its page is drawn. */
export interface SessionFacts {
  session: Session
  lab: LoadedLab
  records: StepRecord[]
  /** Newest first. */
  runs: Run[]
  images: string
}

export function presentCard(lab: LoadedLab, records: StepRecord[]): LabCard {
  const { title, summary, part, minutes } = lab.lab
  const stepsDone = lab.steps.filter(step => isDone(step.id, records)).length
  return { id: lab.id, title, summary, part, minutes, stepsDone, steps: lab.steps.length }
}

export function presentSteps(facts: SessionFacts): StepState[] {
  return facts.lab.steps.map(step => presentStep(facts, step))
}

export function presentStep(facts: SessionFacts, step: LoadedStep): StepState {
  const record = facts.records.find(one => one.stepId === step.id)
  const runs = facts.runs.filter(run => run.stepId === step.id && run.kind !== 'start-from')
  const lastRun = runs.find(run => run.kind !== 'check') ?? runs[0]
  return {
    id: step.id,
    title: step.title,
    commands: commandsOf(facts, step),
    status: statusOf(facts.runs, record, step.id),
    blockedBy: step.needs.filter(needed => !isDone(needed, facts.records)),
    hints: step.hints.slice(0, record?.hintsOpened ?? 0),
    hintCount: step.hints.length,
    verdict: record?.verdict ?? null,
    lastRun: lastRun ? presentRun(lastRun) : null,
  }
}

/** The reset or start-from that is at work, or that a restart has cut off. */
export function presentLabRun(runs: Run[]): RunDto | null {
  const [newest] = runs
  const active = runs.find(run => run.status === 'running' && isLabRun(run))
  if (active) return presentRun(active)
  return newest && isLabRun(newest) && newest.status === 'interrupted' ? presentRun(newest) : null
}

function isLabRun(run: Run): boolean {
  return run.kind === 'reset' || run.kind === 'start-from'
}

function isDone(stepId: string, records: StepRecord[]): boolean {
  return records.some(record => record.stepId === stepId && record.verdict?.status === 'pass')
}

function statusOf(runs: Run[], record: StepRecord | undefined, stepId: string): StepStatus {
  const settling = record?.verdict?.status === 'waiting'
  const active = runs.find(
    run => run.status === 'running' && run.currentStep === stepId && run.kind !== 'reset',
  )
  if (active && active.kind !== 'check' && active.phase !== 'check') return 'running'
  const checkedAt = record?.verdict?.checkedAt ?? 0
  // A check's verdict stands a moment before its run has ended; and looking again by itself is part of settling.
  if (active && active.startedAt > checkedAt) return settling ? 'settling' : 'checking'
  const newest = runs.find(run => run.currentStep === stepId && run.kind !== 'reset')
  if (newest?.status === 'interrupted' && newest.startedAt > checkedAt) return 'stopped'
  switch (record?.verdict?.status) {
    case 'pass':
      return record.shown ? 'shown' : 'done'
    case 'fail':
      return 'notyet'
    case 'waiting':
      return 'settling'
    case 'error':
      return 'error'
    case undefined:
      return 'todo'
  }
}

function commandsOf({ session, records, images }: SessionFacts, step: LoadedStep): string[] {
  const outputs = Object.fromEntries(
    records.filter(record => record.outputs).map(record => [record.stepId, record.outputs ?? {}]),
  )
  const { accountId, region } = session
  const context = { accountId: accountId || 'ACCOUNT_ID', region: region || 'eu-west-1', images }
  try {
    return renderCommands(step, { ...context, outputs })
  } catch {
    // A value that no shell may get is shown as missing; Run says why.
    return renderCommands(step, { ...context, outputs: {} })
  }
}
