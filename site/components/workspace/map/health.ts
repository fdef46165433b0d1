import type { MapDto } from '../../../../lab-runner/contract.ts'

export type Task = MapDto['tasks'][number]
export type Target = MapDto['targetGroups'][number]['targets'][number]

/** `ok` serves, `wait` is on its way in or out, `fail` needs somebody, `calm` ended as it should. */
export interface Health {
  kind: 'ok' | 'wait' | 'fail' | 'calm'
  words: string
  /** Why, in words; null when the words say all. */
  detail: string | null
}

/** Elastic Load Balancing's reason codes in words. */
const targetReasons: Record<string, string> = {
  'Elb.RegistrationInProgress': 'being registered',
  'Elb.InitialHealthChecking': 'first health checks',
  'Target.Timeout': 'does not answer in time',
  'Target.FailedHealthChecks': 'cannot be reached',
  'Target.ResponseCodeMismatch': 'answers with another status than 200',
  'Target.DeregistrationInProgress': 'ends its open requests',
  'Target.NotInUse': 'no listener forwards here',
  'Target.NotRegistered': 'not registered',
}

/** How a target stands, as the load balancer sees it. */
export function targetHealth({ state, reason }: Target): Health {
  const detail = reason === null ? null : (targetReasons[reason] ?? reason)
  switch (state) {
    case 'healthy':
      return { kind: 'ok', words: 'Healthy', detail: null }
    case 'initial':
      return { kind: 'wait', words: 'Being checked', detail }
    case 'draining':
      return { kind: 'wait', words: 'Draining', detail }
    case 'unused':
      return { kind: 'wait', words: 'Unused', detail }
    default:
      return { kind: 'fail', words: 'Unhealthy', detail }
  }
}

/** Ends that nobody asked for; a stop by hand has whatever reason its maker gave. */
const failures =
  /^(?:Essential container|Task failed|Cannot\w|\w+Error\b|Timeout waiting|Your Spot Task|Host EC2|Unable to|Failed to)/

/** 143 and 137 are how a program ends that is told to, or does not listen. */
const endedAsTold = new Set([0, 137, 143, null])

/** How a task stands; its target's health decides while it runs. */
export function taskHealth(task: Task, target: Target | undefined): Health {
  if (task.lastStatus === 'STOPPED') {
    const calm = !failures.test(task.stoppedReason ?? '') && endedAsTold.has(task.exitCode)
    return {
      kind: calm ? 'calm' : 'fail',
      words: task.exitCode === null || calm ? 'Stopped' : `Stopped, ${task.exitCode}`,
      detail: task.stoppedReason,
    }
  }
  if (task.desiredStatus === 'STOPPED') {
    const draining = target?.state === 'draining'
    return { kind: 'wait', words: draining ? 'Draining' : 'Stopping', detail: task.stoppedReason }
  }
  if (task.lastStatus !== 'RUNNING') return { kind: 'wait', words: 'Starting', detail: startingDetail(task) }
  if (target !== undefined) return targetHealth(target)
  if (task.health === 'UNHEALTHY')
    return { kind: 'fail', words: 'Unhealthy', detail: 'its own health check fails' }
  return { kind: 'ok', words: 'Running', detail: null }
}

const startingDetail = ({ lastStatus }: Task): string =>
  ({
    PROVISIONING: 'gets its network interface',
    PENDING: 'pulls its image',
    ACTIVATING: 'is being registered',
  })[lastStatus] ?? lastStatus.toLowerCase()
