import { setTimeout as sleep } from 'node:timers/promises'
import type { LoadedStep } from '@slipway/labs/load.ts'
import type { Logger } from 'pino'
import type { DataSource } from 'typeorm'
import type { Accounts } from '../accounts/accounts.ts'
import type { LabShelf } from '../labs/lab-shelf.ts'
import type { Workspace } from '../labs/workspace.ts'
import { AppError } from '../security/app-error.ts'
import type { Session } from '../sessions/session.entity.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { Terminal } from '../terminals/terminal.ts'
import type { Terminals } from '../terminals/terminals.ts'
import { checkStep } from './check-step.ts'
import { matchesStep } from './command-names.ts'
import { commandsFor, typeCommands, type Execution, type Outcome } from './execution.ts'
import { resetLab } from './reset-lab.ts'
import type { RunRecords } from './run-records.ts'
import type { Run } from './run.entity.ts'
import { createSettling } from './settling.ts'
import { startFrom } from './start-from.ts'

const BEAT_MS = 2_000
const CANCEL_MS = 20_000

export interface Started {
  run: Run
  /** false when it was under way already. */
  created: boolean
}

/** Run, Check, Show me, Start from here and Reset: each one execution, however often it is asked for. */
export interface Runs {
  run(session: Session, step: LoadedStep, kind: 'run' | 'solve', terminalId?: string): Promise<Started>
  check(session: Session, step: LoadedStep): Promise<Started>
  startFrom(session: Session, step: LoadedStep, terminalId?: string): Promise<Started>
  reset(session: Session): Promise<Started>
  /** Marks what a stopped process left, and goes on looking at what still settles. */
  recover(options: { alone: boolean }): Promise<void>
  stop(): Promise<void>
}

export interface RunsDeps {
  accounts: Accounts
  database: DataSource
  labs: LabShelf
  log: Logger
  records: RunRecords
  sessions: Sessions
  terminals: Terminals
  workspace: Workspace
  images: string
}

export function createRuns(deps: RunsDeps): Runs {
  const { accounts, labs, log, records, sessions, terminals, workspace } = deps
  const controllers = new Map<string, AbortController>()
  const executing = new Map<string, Promise<void>>()
  let stopped = false
  let beating: NodeJS.Timeout | undefined

  const settling = createSettling(async (sessionId, stepId) => {
    const session = await sessions.byId(sessionId)
    const step =
      session && labs.all.find(lab => lab.id === session.labId)?.steps.find(one => one.id === stepId)
    if (session && step) await check(session, step)
  }, log)

  const workKey = (session: Session) => `${session.id}:work`
  const checkKey = (session: Session, step: LoadedStep) => `${session.id}:check:${step.id}`

  /** Executes what was begun, in the background, and stores its end whatever happens. */
  function execute(session: Session, run: Run, work: (execution: Execution) => Promise<Outcome>): void {
    const controller = new AbortController()
    controllers.set(run.id, controller)
    const lab = labs.lab(session.labId)
    const execution: Execution = {
      session,
      lab,
      signal: controller.signal,
      async report(progress) {
        await workspace.runChanged(session, await records.progress(run.id, progress))
      },
      check: step => checkAndSettle(session, step, controller.signal),
    }
    const end = async () => {
      const outcome = await work(execution).catch((error: unknown) => outcomeOf(error, controller.signal))
      controllers.delete(run.id)
      const status = outcome.ok ? 'succeeded' : stopped ? 'interrupted' : 'failed'
      const { message, exitCode } = outcome
      const ended = await records.finish(run.id, status, { message, exitCode })
      await workspace.runChanged(session, ended)
      if (run.kind !== 'check') {
        await workspace.stepsChanged(session)
        await workspace.labChanged(session)
      }
    }
    const done = end()
      .catch((error: unknown) => log.error({ err: error, runId: run.id }, 'run could not be stored'))
      .finally(() => executing.delete(run.id))
    executing.set(run.id, done)
  }

  function outcomeOf(error: unknown, signal: AbortSignal): Outcome {
    if (signal.aborted) return { ok: false, message: stopText(signal), exitCode: null }
    if (error instanceof AppError)
      return { ok: false, message: `${error.message} ${error.next}`, exitCode: null }
    log.error({ err: error }, 'run failed')
    return {
      ok: false,
      message:
        'The workshop failed at this. It is not your doing: run it again. The error stands in the output of `npm start`.',
      exitCode: null,
    }
  }

  async function checkAndSettle(session: Session, step: LoadedStep, signal: AbortSignal) {
    const verdict = await checkStep(deps, session, step, signal)
    if (verdict.status === 'pass') {
      await workspace.stepsChanged(session)
      void workspace.labChanged(session).catch((error: unknown) => log.warn({ err: error }, 'lab not told'))
    } else {
      await workspace.stepChanged(session, step.id)
    }
    if (verdict.retryAt !== null) settling.schedule(session.id, step.id, verdict.retryAt)
    return verdict
  }

  async function check(session: Session, step: LoadedStep): Promise<Started> {
    const begun = await records.begin(checkKey(session, step), {
      sessionId: session.id,
      kind: 'check',
      stepId: step.id,
      message: 'Checking',
      phase: 'check',
    })
    if (begun.created) {
      await workspace.runChanged(session, begun.run)
      execute(session, begun.run, async execution => {
        const verdict = await execution.check(step)
        return { ok: verdict.status !== 'error', message: verdict.title, exitCode: null }
      })
    }
    return begun
  }

  /** Takes the session for work that types or deletes. Another kind of it under way is a refusal. */
  async function beginWork(
    session: Session,
    kind: Run['kind'],
    step: LoadedStep | null,
    message: string,
    terminalId: string | null,
  ): Promise<Started> {
    const begun = await records.begin(workKey(session), {
      sessionId: session.id,
      kind,
      stepId: step?.id ?? null,
      message,
      terminalId,
      phase: 'commands',
    })
    if (!begun.created && (begun.run.kind !== kind || begun.run.stepId !== (step?.id ?? null))) {
      throw new AppError('busy', 409, `Something is still at work in this lab: ${begun.run.message}`, {
        next: 'Wait for its end, stop it with Ctrl-C in its terminal, or press Reset.',
      })
    }
    if (begun.created) await workspace.runChanged(session, begun.run)
    return begun
  }

  async function openForTyping(
    session: Session,
    terminalId?: string,
  ): Promise<{ id: string; terminal: Terminal }> {
    const opened = await terminals.open(session, terminalId)
    if (opened.terminal.shell.busy && (await records.activeBy(workKey(session))) === null) {
      throw new AppError('terminal-busy', 409, 'A command is still at work in that terminal.', {
        next: 'End it with Ctrl-C, or open another terminal and run the step there.',
      })
    }
    return opened
  }

  async function requireUnblocked(session: Session, step: LoadedStep): Promise<void> {
    const { blockedBy } = await workspace.step(session, step)
    if (blockedBy.length === 0) return
    const titles = labs
      .lab(session.labId)
      .steps.filter(one => blockedBy.includes(one.id))
      .map(one => `"${one.title}"`)
    throw new AppError('blocked', 409, `"${step.title}" needs ${titles.join(' and ')} first.`, {
      next: 'Do that first, or press Start from here.',
    })
  }

  async function run(session: Session, step: LoadedStep, kind: 'run' | 'solve', terminalId?: string) {
    await accounts.ready(session.learnerId, session.accountId)
    await requireUnblocked(session, step)
    const commands = await commandsFor(deps, session, step, kind === 'solve' ? 'solve' : 'commands')
    const { id, terminal } = await openForTyping(session, terminalId)
    const begun = await beginWork(session, kind, step, 'Typing the command', id)
    if (begun.created) {
      settling.cancel(session.id, step.id)
      execute(session, begun.run, async execution => {
        await sessions.changeStep(session.id, step.id, { shown: kind === 'solve', settlingSince: null })
        const typed = await typeCommands(execution, terminal, commands)
        await execution.report({
          message: `${typed.message} Checking.`,
          exitCode: typed.exitCode,
          phase: 'check',
        })
        await execution.check(step)
        return typed
      })
    }
    return begun
  }

  async function cancelAll(session: Session, message: string): Promise<void> {
    settling.cancelSession(session.id)
    const until = Date.now() + CANCEL_MS
    for (;;) {
      const active = (await records.active(session.id)).filter(one => one.kind !== 'reset')
      if (active.length === 0) return
      for (const one of active) {
        controllers.get(one.id)?.abort(new Error(message))
        await records.progress(one.id, { cancelRequested: true })
      }
      if (Date.now() > until) {
        throw new AppError(
          'busy',
          409,
          `What is at work in this lab does not stop: ${active[0]?.message ?? ''}`,
          {
            next: 'End it with Ctrl-C in its terminal, then reset again.',
          },
        )
      }
      await sleep(100)
    }
  }

  async function reset(session: Session): Promise<Started> {
    const asked = Date.now()
    await accounts.ready(session.learnerId, session.accountId)
    const holder = await records.activeBy(workKey(session))
    if (holder?.kind === 'reset') return { run: holder, created: false }
    await cancelAll(session, 'Cancelled by the reset.')
    // Asked twice at once, the other reset may have begun, and even ended, while this one waited for what was at work.
    const twin = (await records.recent(session.id, 5)).find(
      one => one.kind === 'reset' && one.startedAt >= asked,
    )
    if (twin) return { run: twin, created: false }
    const begun = await beginWork(session, 'reset', null, 'Looking for what this lab made', null)
    if (begun.created) {
      execute(session, begun.run, async execution => {
        await cancelAll(session, 'Cancelled by the reset.')
        return resetLab(deps, execution, terminals.folder(session))
      })
    }
    return begun
  }

  terminals.listen({
    command(session, ended) {
      if (ended.typedBy !== 'learner' || ended.command === '') return
      void checkAfter(session, ended.command).catch((error: unknown) =>
        log.warn({ err: error }, 'no check after a command'),
      )
    },
    exit(session, terminalId, exitCode) {
      workspace.terminalEnded(session, terminalId, exitCode)
      void workspace.labChanged(session).catch((error: unknown) => log.warn({ err: error }, 'lab not told'))
    },
  })

  /** The learner typed a step's command by hand: it is checked as after Run. */
  async function checkAfter(session: Session, command: string): Promise<void> {
    const { steps } = await workspace.state(session)
    const open = steps.filter(step => !['done', 'shown'].includes(step.status) && step.blockedBy.length === 0)
    const matching = open.find(step => matchesStep(command, step.commands))
    const step = matching && labs.lab(session.labId).steps.find(one => one.id === matching.id)
    if (!step || (await records.activeBy(workKey(session)))) return
    await sessions.changeStep(session.id, step.id, { shown: false, settlingSince: null })
    await check(session, step)
  }

  return {
    run,
    check,
    reset,

    async startFrom(session, step, terminalId) {
      await accounts.ready(session.learnerId, session.accountId)
      const { id, terminal } = await openForTyping(session, terminalId)
      const begun = await beginWork(session, 'start-from', step, 'Doing the steps before it', id)
      if (begun.created) execute(session, begun.run, execution => startFrom(deps, execution, terminal, step))
      return begun
    },

    async recover({ alone }) {
      await sweep(alone)
      await settling.resume(deps.database)
      beating = setInterval(() => {
        void beat().catch((error: unknown) => log.warn({ err: error }, 'database does not answer'))
      }, BEAT_MS)
    },

    async stop() {
      stopped = true
      clearInterval(beating)
      settling.stop()
      for (const controller of controllers.values()) controller.abort(new Error(INTERRUPTED))
      await Promise.allSettled(executing.values())
    },
  }

  async function beat(): Promise<void> {
    for (const id of await records.beat()) controllers.get(id)?.abort(new Error('Cancelled by the reset.'))
    await sweep(false)
  }

  async function sweep(all: boolean): Promise<void> {
    for (const lost of await records.sweep({ all })) {
      const session = await sessions.byId(lost.sessionId)
      if (session && labs.all.some(lab => lab.id === session.labId)) await workspace.runChanged(session, lost)
    }
  }
}

const INTERRUPTED = 'The workshop was stopped in the middle of this. What was made is kept: run it again.'

function stopText(signal: AbortSignal): string {
  return signal.reason instanceof Error ? signal.reason.message : 'It was stopped.'
}
