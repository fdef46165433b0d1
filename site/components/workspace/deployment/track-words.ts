import type {
  DeploymentActionKind,
  DeploymentDto,
  DeploymentStage,
  DeploymentWait,
} from '../../../../lab-runner/contract.ts'
import { elapsed, timeOfDay } from '../words.ts'

const UNDER_WAY = new Set<DeploymentDto['phase']>(['running', 'waiting', 'rolling-back'])

export const isUnderWay = ({ phase }: Pick<DeploymentDto, 'phase'>): boolean => UNDER_WAY.has(phase)

/** What a learner has chosen to see, and which deployment was the newest then. */
export interface Chosen {
  id: string
  newest: string
}

/** The deployment to show: the chosen one until a newer one begins, else the newest under way, else the newest. */
export function relevant(
  deployments: readonly DeploymentDto[],
  chosen: Chosen | null = null,
): DeploymentDto | null {
  const [newest] = deployments
  const kept = chosen?.newest === newest?.id ? deployments.find(({ id }) => id === chosen?.id) : undefined
  return kept ?? deployments.find(isUnderWay) ?? newest ?? null
}

/** The stage that it is at, or at which it failed; null before the first and after the last. */
export function currentStage({ stages }: Pick<DeploymentDto, 'stages'>): DeploymentStage | null {
  const at = (...wanted: DeploymentStage['status'][]) => stages.find(({ status }) => wanted.includes(status))
  return at('running', 'waiting') ?? at('failed') ?? null
}

/** Percent of the production traffic that green gets; null without a load balancer. */
export function greenWeight({ versions }: Pick<DeploymentDto, 'versions'>): number | null {
  return versions.find(({ role }) => role === 'green')?.weight ?? null
}

/** Once a deployment has succeeded, what came is what serves, and nothing else is left. */
export function seenVersions({
  versions,
  phase,
}: Pick<DeploymentDto, 'versions' | 'phase'>): DeploymentDto['versions'] {
  if (phase !== 'succeeded') return versions
  return versions
    .filter(({ weight, role }) => (weight === null ? role === 'green' : weight > 0))
    .map(version => ({ ...version, role: 'blue' }))
}

const thenWords: Record<DeploymentWait['then'], string> = {
  shift: '',
  'end-blue': 'blue ends',
  stop: 'it stops',
  'roll-back': 'it rolls back',
  continue: 'it goes on',
}

/** What it is at, without the time that is left: it changes only when something has happened. */
export function whereWords(deployment: DeploymentDto): string {
  const { wait, phase } = deployment
  const weight = greenWeight(deployment)
  if (wait) {
    switch (wait.kind) {
      case 'ready':
        return 'Waits for you before traffic moves'
      case 'pause':
        return 'Paused for your approval'
      case 'shift':
        return `${weight ?? 0} % to green`
      case 'bake':
      case 'termination':
        return 'All traffic to green'
    }
  }
  const stage = currentStage(deployment)
  switch (phase) {
    case 'succeeded':
      return 'Succeeded'
    case 'failed':
      return deployment.status === 'ROLLBACK_SUCCESSFUL' ? 'Rolled back' : 'Failed'
    case 'stopped':
      return 'Stopped'
    case 'rolling-back':
      return 'Rolls back'
    case 'running':
    case 'waiting':
      if (stage === null)
        return deployment.stages.some(({ status }) => status === 'done') ? 'Ends blue' : 'Begins'
      return `At ${stage.name}`
  }
}

/** `then all of it in 0:21`, `it stops in 9:58`; null where nothing is waited for. */
export function leftWords({ wait }: Pick<DeploymentDto, 'wait'>, now: number): string | null {
  if (wait === null) return null
  const next = wait.nextWeight === 100 ? 'all of it' : `${wait.nextWeight} %`
  const what = wait.then === 'shift' ? `then ${next}` : thenWords[wait.then]
  const left = wait.endsAt - now
  return left <= 0 ? `${what} any moment now` : `${what} in ${elapsed(left + 999)}`
}

/** What to do after a deployment that did not succeed; nothing is wrong with one that somebody stopped. */
export function nextWords({ code, message }: NonNullable<DeploymentDto['error']>): string {
  return code === 'MANUAL_STOP' || message.includes('rollback was requested')
    ? 'Next: deploy again when you are ready.'
    : 'Next: look at Logs and Traffic for what green did, mend it, and deploy again.'
}

/** How the clock's figures compare with AWS. */
export function paceWords(timeScale: number, wait: DeploymentWait | null): string {
  if (timeScale === 1)
    return wait === null ? 'Time as on AWS' : `Time as on AWS: ${minuteWords(wait.minutes)}`
  const pace = `${timeScale} × as fast as on AWS`
  if (wait === null) return `Time ${pace}`
  return `Time ${pace}: ${minuteWords(wait.minutes)} there`
}

function minuteWords(minutes: number): string {
  return minutes >= 120 && minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`
}

/** `1 s`, `1:05` that a stage took, or has taken until now. */
export function stageTime({ startedAt, endedAt, status }: DeploymentStage, now: number): string {
  if (status === 'todo') return 'to come'
  if (status === 'skipped') return 'skipped'
  if (startedAt === null) return status === 'running' ? 'now' : status === 'waiting' ? 'waits' : ''
  if (endedAt === null)
    return status === 'running' || status === 'waiting' ? `now, ${elapsed(now - startedAt)}` : ''
  const seconds = Math.max(0, Math.round((endedAt - startedAt) / 1000))
  return seconds < 60 ? `${seconds} s` : elapsed(seconds * 1000)
}

/** A stage's state in a word, for those who do not see its sign. */
export const stageWords: Record<DeploymentStage['status'], string> = {
  todo: 'to come',
  running: 'at work',
  waiting: 'waits',
  done: 'done',
  failed: 'failed',
  skipped: 'skipped',
}

/** The sign of each state, as in signs.css. */
export const stageSigns: Record<DeploymentStage['status'], string> = {
  todo: 'todo',
  running: 'running',
  waiting: 'settling',
  done: 'done',
  failed: 'stopped',
  skipped: 'todo',
}

/** What is said to a screen reader when it changes: no figure in it ticks. */
export function announcement(deployment: DeploymentDto): string {
  const { name, error } = deployment
  const stage = currentStage(deployment)
  const where = whereWords(deployment)
  const at =
    stage !== null && !where.includes(stage.name) && isUnderWay(deployment) ? `, at ${stage.name}` : ''
  const why = error === null ? '' : `: ${error.message || error.code}`
  return `Deployment ${name}: ${where}${at}${why}`
}

/** A choice among several deployments. */
export function choiceWords({ name, service, status, createdAt }: DeploymentDto): string {
  return `${name.slice(0, 12)}, ${service}, ${timeOfDay(createdAt)}, ${status}`
}

export interface ActionWords {
  button: string
  /** Asked first; null for what can be taken back. */
  question: { title: string; text: string; yes: string; no: string } | null
}

export const actionWords: Record<DeploymentActionKind, ActionWords> = {
  'continue-ready': { button: 'Continue: move traffic', question: null },
  'continue-termination': {
    button: 'End blue now…',
    question: {
      title: 'End the blue tasks now?',
      text: 'Green has all the traffic. Once blue has ended, going back means deploying the old version anew.',
      yes: 'End blue',
      no: 'Keep both',
    },
  },
  stop: {
    button: 'Stop…',
    question: {
      title: 'Stop the deployment where it is?',
      text: 'Nothing is rolled back: traffic stays shared as it is now, until the next deployment.',
      yes: 'Stop it',
      no: 'Let it go on',
    },
  },
  'stop-and-roll-back': {
    button: 'Stop and roll back…',
    question: {
      title: 'Stop, and roll back to blue?',
      text: 'All traffic goes back to the blue tasks, and the green ones end.',
      yes: 'Stop and roll back',
      no: 'Let it go on',
    },
  },
  approve: { button: 'Approve', question: null },
  reject: {
    button: 'Reject and roll back…',
    question: {
      title: 'Reject, and roll back to blue?',
      text: 'The pause ends, all traffic goes back to the blue tasks, and the green ones end.',
      yes: 'Reject it',
      no: 'Leave it paused',
    },
  },
}
