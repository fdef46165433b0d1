/**
 * What lab-runner and site say to each other. Types only: the site imports nothing else of this folder.
 *
 * HTTP, JSON, same origin, cookie `slipway` (HttpOnly, SameSite=Strict). Every mutating request needs `Content-Type: application/json`.
 *   GET    /api/me                                    → Me                     (401 ApiError without a cookie)
 *   GET    /api/labs                                  → LabCard[]
 *   GET    /api/labs/:labId                           → LabState               (opens the learner's session in the lab)
 *   POST   /api/labs/:labId/steps/:stepId/run         RunRequest → RunDto      (types the step's commands into the terminal)
 *   POST   /api/labs/:labId/steps/:stepId/check       {} → RunDto
 *   POST   /api/labs/:labId/steps/:stepId/solve       {} → RunDto              (Show me: runs the solve in the terminal, then checks)
 *   POST   /api/labs/:labId/steps/:stepId/start-from  {} → RunDto              (solves the steps before it)
 *   POST   /api/labs/:labId/steps/:stepId/hint        { index } → StepState
 *   GET    /api/labs/:labId/reset                     → ResetPlan
 *   POST   /api/labs/:labId/reset                     {} → RunDto
 *   GET    /api/account                               → AccountDto             · PUT AccountRequest → AccountDto (unconfirmed)
 *   POST   /api/account/confirm                       { accountId } → AccountDto
 *   PUT    /api/account/time-scale                    { scale } → AccountDto
 *   GET    /api/labs/:labId/map                       → MapDto
 *   GET    /api/labs/:labId/logs?after=&filter=&group= → LogsDto               (every group without `group`)
 *   GET    /api/labs/:labId/metrics                   → MetricsDto
 *   GET    /api/labs/:labId/load                      → LoadDto (204: none yet) · POST LoadRequest → LoadDto · POST …/load/stop {}
 *   GET    /api/labs/:labId/deployments               → DeploymentsDto         · POST DeploymentRequest → { message }
 *   GET    /api/labs/:labId/chaos                     → ChaosDto               · POST ChaosRequest → { message }
 *   POST   /api/labs/:labId/terminals                 {} → TerminalDto         (another tab) · DELETE /api/labs/:labId/terminals/:id
 * A run is one execution: a second POST while one of the same kind and step is under way answers that one (200, not 201).
 *
 * socket.io, path /socket.io, same cookie: client emits `join` with the lab's id, then gets the events below.
 */

import type { ApiError } from './api-error.ts'

export type * from './api-error.ts'
export type * from './deployments/contract.ts'

export interface Me {
  learnerId: string
  name: string
  version: string
}

export interface LabCard {
  id: string
  title: string
  summary: string
  part: string
  minutes: number
  stepsDone: number
  steps: number
}

export interface LabState {
  id: string
  title: string
  account: AccountDto
  steps: StepState[]
  terminals: TerminalDto[]
  /** Where the App pane's frame points: an origin of its own; null before the load balancer is there. With `test.` before its host: the test listener. */
  previewUrl: string | null
  /** The reset or start-from that is under way. */
  labRun: RunDto | null
  /** USD an hour of what stands now, as it would be on AWS. */
  costPerHour: number
  /** Why this lab cannot be done here now, such as a Docker Engine that does not answer. */
  obstacle: { what: string; next: string } | null
}

/** What the learner sees beside a step. `settling` = verdict `waiting`; `notyet` = `fail`; `shown` = passed after Show me. */
export type StepStatus =
  'todo' | 'running' | 'checking' | 'settling' | 'notyet' | 'error' | 'done' | 'shown' | 'stopped'

export interface StepState {
  id: string
  title: string
  /** Exactly what Run types. Values that are not known yet read `‹step-id.name›`. */
  commands: string[]
  status: StepStatus
  /** Steps that must be done first and are not. */
  blockedBy: string[]
  /** Hints opened so far; `hintCount` is how many there are. */
  hints: string[]
  hintCount: number
  verdict: VerdictDto | null
  lastRun: RunDto | null
}

export interface VerdictDto {
  status: 'pass' | 'fail' | 'waiting' | 'error'
  reason: string
  title: string
  expected: string
  observed: string
  next: string
  /** Milliseconds since the epoch; for `waiting` only. */
  retryAt: number | null
  aboutSeconds: number | null
  checkedAt: number
  /** How many times this step was checked. */
  attempt: number
}

export interface RunDto {
  id: string
  kind: 'run' | 'check' | 'solve' | 'start-from' | 'reset'
  /** null for a reset. */
  stepId: string | null
  status: 'running' | 'succeeded' | 'failed' | 'interrupted'
  /** One line on where it is, such as `Deleting service web`, or why it failed. */
  message: string
  exitCode: number | null
  startedAt: number
  endedAt: number | null
  /** Terminal that the commands are typed into, so that Stop can interrupt them there. */
  terminalId?: string | null
}

export interface RunRequest {
  /** Terminal to type into; the session's first when absent. */
  terminalId?: string
}

export interface ResetPlan {
  /** In the order of deletion. */
  resources: {
    type: string
    id: string
    label: string
    costPerHour: number
    /** Why it will stay, such as a tag that is missing. */
    kept?: string
  }[]
}

export interface AccountDto {
  target: 'practice' | 'aws'
  accountId: string | null
  region: string
  /** Who the credentials are, as GetCallerIdentity says. */
  identityArn: string | null
  confirmed: boolean
  /** 1 = as on AWS; only the practice account can be faster. */
  timeScale: number
  /** Why it cannot be used now. */
  problem: string | null
}

export type AccountRequest =
  | { target: 'practice' }
  | { target: 'aws'; region: string; profile: string }
  | { target: 'aws'; region: string; accessKeyId: string; secretAccessKey: string; sessionToken: string }

export interface TerminalDto {
  id: string
  title: string
  alive: boolean
}

/** The account as it is now, from AWS's APIs alone. */
export interface MapDto {
  readAt: number
  loadBalancers: {
    name: string
    dnsName: string
    state: string
    zones: string[]
    listeners: {
      port: number
      protocol: string
      rules: {
        priority: string
        conditions: string[]
        forwards: { targetGroup: string; weight: number }[]
        /** It leads test traffic to the version that comes, before production does. */
        test: boolean
        other: string | null
      }[]
    }[]
  }[]
  targetGroups: {
    name: string
    protocol: string
    port: number
    healthCheckPath: string
    targets: { id: string; port: number; state: string; reason: string | null }[]
  }[]
  services: {
    cluster: string
    name: string
    status: string
    desired: number
    running: number
    pending: number
    /** Names of the target groups that its tasks are registered with. */
    targetGroups?: string[]
    deployments: {
      id: string
      status: string
      rolloutState: string
      taskDefinition: string
      desired: number
      running: number
    }[]
  }[]
  tasks: {
    /** Last part of the ARN. */
    id: string
    group: string
    /** `family:revision`. */
    taskDefinition: string
    /** Blue is the revision that serves, green the one that comes. */
    role: 'blue' | 'green'
    lastStatus: string
    desiredStatus: string
    health: string
    ip: string | null
    zone: string
    stoppedReason: string | null
    exitCode: number | null
    cpu: string
    memory: string
  }[]
  /** Newest first, at most 20. */
  events: { at: number; text: string }[]
}

export interface LogsDto {
  groups: string[]
  events: { at: number; stream: string; message: string }[]
  /** Give it back as `after` to go on. */
  next: string
}

/** What CloudWatch knows of the lab's services and load balancers. Times in milliseconds since the epoch. */
export interface MetricsDto {
  /** Seconds between two points. */
  period: number
  from: number
  to: number
  charts: MetricChart[]
  alarms: { name: string; state: string; reason: string; at: number }[]
  /** What Application Auto Scaling did, newest first. */
  activities: { at: number; text: string; cause: string; status: string }[]
}

export interface MetricChart {
  id: 'requests' | 'errors' | 'latency' | 'cpu' | 'memory' | 'tasks'
  title: string
  unit: 'count' | 'ms' | 'percent'
  /** Each point is a time and a value, oldest first. */
  series: { label: string; points: [at: number, value: number][] }[]
}

export interface LoadRequest {
  /** 1 to 200. */
  requestsPerSecond: number
  /** 5 to 900. */
  seconds: number
  /** `/` when absent. */
  path?: string
}

/** Requests that the workshop sends to the learner's site at an even rate. */
export interface LoadDto {
  requestsPerSecond: number
  path: string
  running: boolean
  startedAt: number
  endsAt: number
  sent: number
  answered: number
  /** Answered with 500 or above. */
  failed: number
  /** No answer. */
  lost: number
  /** Not sent, as too many waited for their answers. */
  heldBack: number
  p50Ms: number | null
  p99Ms: number | null
  /** The last two minutes. An answer that names no version counts as version ''. */
  seconds: {
    at: number
    byVersion: Record<string, number>
    /** Those of them with 500 or above; a version without any is left out. */
    failedByVersion: Record<string, number>
    failed: number
    lost: number
  }[]
}

/** What there is to break on purpose. */
export interface ChaosDto {
  /** Running tasks of services. */
  tasks: number
  healthChecks: { targetGroup: string; broken: boolean }[]
  databases: { id: string; status: string }[]
}

export type ChaosRequest =
  | { action: 'stop-task' }
  | { action: 'break-health-check' | 'mend-health-check'; targetGroup: string }
  | { action: 'stop-database' | 'start-database'; database: string }

/** Server → client. Each goes to every tab of the learner that joined the lab. */
export interface ServerEvents {
  step: (step: StepState) => void
  run: (run: RunDto) => void
  lab: (
    state: Pick<LabState, 'account' | 'terminals' | 'previewUrl' | 'labRun' | 'costPerHour' | 'obstacle'>,
  ) => void
  /** Output bytes of a terminal from `offset` on; offsets count bytes since the terminal began. */
  'terminal:data': (message: { terminalId: string; offset: number; data: Uint8Array }) => void
  'terminal:exit': (message: { terminalId: string; exitCode: number }) => void
  /** The server was updated: the page should reload. */
  outdated: (message: { version: string }) => void
}

/** Client → server. */
export interface ClientEvents {
  join: (message: { labId: string; version: string }, answer: (result: LabState | ApiError) => void) => void
  /** Begins sending from `from`; what is older than the ring buffer is answered by a larger `offset`. */
  'terminal:attach': (
    message: { terminalId: string; from: number },
    answer: (result: { offset: number; columns: number; rows: number } | ApiError) => void,
  ) => void
  /** Flow control: the client has drawn all bytes before `offset`. The server stops reading the pty at 256 KiB unacknowledged. */
  'terminal:ack': (message: { terminalId: string; offset: number }) => void
  'terminal:input': (message: { terminalId: string; data: string }) => void
  'terminal:resize': (message: { terminalId: string; columns: number; rows: number }) => void
}
