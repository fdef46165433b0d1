import type {
  AccountDto,
  ApiError,
  LabState,
  RunDto,
  ServerEvents,
  StepState,
} from '../../../lab-runner/contract.ts'

/** `absent`: it never answered; `lost`: it did, and is tried again. */
export type Connection = 'connecting' | 'connected' | 'lost' | 'absent'

/** What was asked for a step and is not answered yet. */
export type Asked = 'run' | 'check' | 'solve' | 'start-from' | 'hint' | 'stop'

/** All that the page shows of a lab; replaced as a whole at each change. */
export interface LabView {
  connection: Connection
  lab: LabState | null
  /** Why there is no lab at all: not signed in, unknown lab. */
  problem: ApiError | null
  /** The server's version, when it is not this page's. */
  outdated: string | null
  /** The server came back after it had been gone, at this time. */
  returnedAt: number | null
  /** The reset or start-from that was told of last; it stays known when it has ended. */
  lastLabRun: RunDto | null
  asked: Readonly<Record<string, Asked>>
  /** Why the last request of a step was refused. */
  refusals: Readonly<Record<string, ApiError>>
}

export const emptyView: LabView = {
  connection: 'connecting',
  lab: null,
  problem: null,
  outdated: null,
  returnedAt: null,
  lastLabRun: null,
  asked: {},
  refusals: {},
}

type LabChange = Parameters<ServerEvents['lab']>[0]

export type LabEvent =
  | { type: 'joined'; lab: LabState; at: number }
  | { type: 'refused'; problem: ApiError }
  | { type: 'disconnected' }
  | { type: 'unreachable' }
  | { type: 'step'; step: StepState }
  | { type: 'run'; run: RunDto }
  | { type: 'lab'; change: LabChange }
  | { type: 'account'; account: AccountDto }
  | { type: 'outdated'; version: string }
  | { type: 'asked'; stepId: string; what: Asked }
  | { type: 'answered'; stepId: string; refusal: ApiError | null }

/** The view after an event. Unknown steps and events before the first join change nothing. */
export function reduce(view: LabView, event: LabEvent): LabView {
  switch (event.type) {
    case 'joined':
      return {
        ...view,
        connection: 'connected',
        lab: event.lab,
        lastLabRun: event.lab.labRun ?? view.lastLabRun,
        problem: null,
        returnedAt: view.connection === 'lost' ? event.at : view.returnedAt,
      }
    case 'refused':
      return { ...view, connection: 'connected', problem: event.problem }
    case 'disconnected':
      return { ...view, connection: 'lost' }
    case 'unreachable':
      return { ...view, connection: view.lab === null ? 'absent' : 'lost' }
    case 'outdated':
      return { ...view, outdated: event.version }
    case 'asked':
      return {
        ...view,
        asked: { ...view.asked, [event.stepId]: event.what },
        refusals: without(view.refusals, event.stepId),
      }
    case 'answered':
      return {
        ...view,
        asked: without(view.asked, event.stepId),
        refusals:
          event.refusal === null
            ? without(view.refusals, event.stepId)
            : { ...view.refusals, [event.stepId]: event.refusal },
      }
    default: {
      if (view.lab === null) return view
      const lab = reduceLab(view.lab, event)
      return { ...view, lab, lastLabRun: lastLabRun(view.lastLabRun, event) }
    }
  }
}

function lastLabRun(known: RunDto | null, event: LabOnlyEvent): RunDto | null {
  if (event.type === 'lab') return event.change.labRun === null ? known : newer(known, event.change.labRun)
  if (event.type === 'run' && isLabRun(event.run)) return newer(known, event.run)
  return known
}

const isLabRun = ({ kind }: RunDto): boolean => kind === 'reset' || kind === 'start-from'

type LabOnlyEvent = Extract<LabEvent, { type: 'step' | 'run' | 'lab' | 'account' }>

function reduceLab(lab: LabState, event: LabOnlyEvent): LabState {
  switch (event.type) {
    case 'step':
      return { ...lab, steps: lab.steps.map(step => (step.id === event.step.id ? event.step : step)) }
    case 'lab':
      return { ...lab, ...event.change }
    case 'account':
      return { ...lab, account: event.account }
    case 'run': {
      const { run } = event
      if (isLabRun(run)) return { ...lab, labRun: newer(lab.labRun, run) }
      return {
        ...lab,
        steps: lab.steps.map(step =>
          step.id === run.stepId ? { ...step, lastRun: newer(step.lastRun, run) } : step,
        ),
      }
    }
  }
}

/** The answer to a POST may arrive after the event that its run has ended. */
const newer = (known: RunDto | null, told: RunDto): RunDto =>
  known !== null && known.id === told.id && known.endedAt !== null && told.endedAt === null ? known : told

function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  if (!(key in record)) return record
  const { [key]: _gone, ...rest } = record
  return rest
}

const finished = new Set<StepState['status']>(['done', 'shown'])

/** True when nothing is left to do in a step. */
export const isFinished = (step: Pick<StepState, 'status'>): boolean => finished.has(step.status)

/** The step that the learner is at: the one at work, else the first that is not finished; null when all are. */
export function currentStep(steps: readonly StepState[]): StepState | null {
  return (
    steps.find(step => step.status === 'running' || step.status === 'checking') ??
    steps.find(step => !isFinished(step)) ??
    null
  )
}

/** A reset or start-from that is under way. */
export const labRunAtWork = (view: LabView): RunDto | null =>
  view.lab?.labRun?.status === 'running' ? view.lab.labRun : null

/** Why nothing can be run or checked in this lab now; null when it can. */
export function obstacle(view: LabView): string | null {
  if (view.lab === null || view.connection !== 'connected') return 'Waits for the lab-runner'
  const { account } = view.lab
  if (account.problem !== null) return account.problem
  if (!account.confirmed) return 'Confirm the account first'
  const run = labRunAtWork(view)
  if (run !== null) return run.kind === 'reset' ? 'Waits for the reset' : 'Waits for the steps before it'
  return null
}
