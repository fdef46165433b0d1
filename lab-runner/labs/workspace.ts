import type { Engine } from '@slipway/labs/engine/engine.ts'
import type { LoadedStep } from '@slipway/labs/load.ts'
import type { Logger } from 'pino'
import type { Accounts } from '../accounts/accounts.ts'
import type { LabCard, LabState, ServerEvents, StepState } from '../contract.ts'
import type { Maps } from '../map/maps.ts'
import { presentRun, type RunRecords } from '../runs/run-records.ts'
import type { Run } from '../runs/run.entity.ts'
import type { Session } from '../sessions/session.entity.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { Terminals } from '../terminals/terminals.ts'
import type { LabShelf } from './lab-shelf.ts'
import { presentCard, presentLabRun, presentStep, presentSteps, type SessionFacts } from './present-lab.ts'

const RUNS_READ = 100

/** Sends an event to every tab of a session. */
export type Broadcast = <Name extends keyof ServerEvents>(
  sessionId: string,
  event: Name,
  message: Parameters<ServerEvents[Name]>[0],
) => void

/** What the learner's pages show, and telling every tab when it changes. */
export interface Workspace {
  cards(learnerId: string): Promise<LabCard[]>
  state(session: Session): Promise<LabState>
  step(session: Session, step: LoadedStep): Promise<StepState>
  stepChanged(session: Session, stepId: string): Promise<void>
  /** Every step: what one hands on stands in the commands of others. */
  stepsChanged(session: Session): Promise<void>
  runChanged(session: Session, run: Run): Promise<void>
  labChanged(session: Session): Promise<void>
  terminalEnded(session: Session, terminalId: string, exitCode: number): void
  /** The learner's account is another one now: each open lab goes on in the session of that account. */
  accountChanged(learnerId: string): Promise<void>
  connect(options: { broadcast: Broadcast; rejoin: (learnerId: string) => Promise<Session[]> }): void
}

export function createWorkspace(deps: {
  accounts: Accounts
  labs: LabShelf
  log: Logger
  maps: Maps
  records: RunRecords
  sessions: Sessions
  terminals: Terminals
  images: string
  engine: Engine
  port: () => number
}): Workspace {
  const { accounts, labs, maps, sessions, terminals } = deps
  let broadcast: Broadcast = () => undefined
  let rejoin: (learnerId: string) => Promise<Session[]> = () => Promise.resolve([])

  async function facts(session: Session): Promise<SessionFacts> {
    const [records, runs] = await Promise.all([
      sessions.steps(session.id),
      deps.records.recent(session.id, RUNS_READ),
    ])
    return { session, lab: labs.lab(session.labId), records, runs, images: deps.images }
  }

  type LabPart = Parameters<ServerEvents['lab']>[0]

  async function labPart(session: Session, runs: Run[]): Promise<LabPart> {
    const [account, open, cost, app, problem] = await Promise.all([
      accounts.present(session.learnerId),
      terminals.list(session),
      // An account that does not answer is told by `account.problem`; the page opens all the same.
      maps.costPerHour(session).catch(() => 0),
      maps.appListeners(session).catch(() => null),
      labs.lab(session.labId).lab.engine ? deps.engine.problem() : undefined,
    ])
    return {
      account,
      terminals: open,
      previewUrl: app === null ? null : `http://${session.previewToken}.localhost:${deps.port()}/`,
      labRun: presentLabRun(runs),
      costPerHour: cost,
      obstacle: problem ? { what: problem.observed, next: problem.next } : null,
    }
  }

  async function stepsChanged(session: Session) {
    for (const step of presentSteps(await facts(session))) broadcast(session.id, 'step', step)
  }

  async function labChanged(session: Session) {
    broadcast(session.id, 'lab', await labPart(session, await deps.records.recent(session.id, RUNS_READ)))
  }

  return {
    async cards(learnerId) {
      return Promise.all(
        labs.all.map(async lab => {
          const session = await sessions.open(learnerId, lab.id)
          return presentCard(lab, await sessions.steps(session.id))
        }),
      )
    },
    async state(session) {
      const known = await facts(session)
      const part = await labPart(session, known.runs)
      return { id: known.lab.id, title: known.lab.lab.title, steps: presentSteps(known), ...part }
    },
    step: async (session, step) => presentStep(await facts(session), step),
    async stepChanged(session, stepId) {
      const known = await facts(session)
      const step = known.lab.steps.find(one => one.id === stepId)
      if (step) broadcast(session.id, 'step', presentStep(known, step))
    },
    stepsChanged,
    async runChanged(session, run) {
      broadcast(session.id, 'run', presentRun(run))
      const stepId = run.currentStep
      if (stepId !== null) await this.stepChanged(session, stepId)
    },
    labChanged,
    terminalEnded(session, terminalId, exitCode) {
      broadcast(session.id, 'terminal:exit', { terminalId, exitCode })
    },
    async accountChanged(learnerId) {
      for (const session of await rejoin(learnerId)) {
        await stepsChanged(session)
        await labChanged(session)
      }
    },
    connect(options) {
      broadcast = options.broadcast
      rejoin = options.rejoin
    },
  }
}
