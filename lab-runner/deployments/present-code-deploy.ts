import type {
  DeploymentInfo,
  ECSTarget,
  ECSTaskSet,
  LifecycleEvent,
  TrafficRoutingConfig,
} from '@aws-sdk/client-codedeploy'
import type { Service } from '@aws-sdk/client-ecs'
import type {
  DeploymentAction,
  DeploymentDto,
  DeploymentStage,
  DeploymentVersion,
  DeploymentWait,
} from '../contract.ts'
import { endOfWait, type ScaleChange } from './account-time.ts'
import { readAppSpec } from './app-spec.ts'

/** What CodeDeploy's APIs say about one deployment to ECS. */
export interface CodeDeployReading {
  info: DeploymentInfo
  /** Undefined before it has begun. */
  target: ECSTarget | undefined
  routing: TrafficRoutingConfig | undefined
  /** Names of the alarms that the deployment group watches. */
  alarms: string[]
  cluster: string
  /** As ECS describes it now. */
  service: Service
}

const ENDED: Record<string, DeploymentDto['phase']> = {
  Succeeded: 'succeeded',
  Failed: 'failed',
  Stopped: 'stopped',
}

/** A CodeDeploy deployment as a track. */
export function presentCodeDeploy(
  reading: CodeDeployReading,
  scales: readonly ScaleChange[],
  now: number,
): DeploymentDto {
  const { info, target, cluster, service } = reading
  const { hooks, taskDefinition } = readAppSpec(info.revision)
  const events = target?.lifecycleEvents ?? []
  const wait = waitOf(reading, events, scales, now)
  const phase = ENDED[info.status ?? ''] ?? phaseOf(info, wait)
  const error = info.errorInformation
  return {
    id: info.deploymentId ?? '',
    name: info.deploymentId ?? '',
    engine: 'CodeDeploy',
    method: info.deploymentConfigName ?? '',
    cluster,
    service: service.serviceName ?? '',
    status: info.status ?? '',
    phase,
    createdAt: info.createTime?.getTime() ?? 0,
    endedAt: ENDED[info.status ?? ''] ? (info.completeTime?.getTime() ?? null) : null,
    error: error ? { code: error.code ?? '', message: error.message ?? '' } : null,
    stages: events.map(event => presentEvent(event, info.status, hooks)),
    versions: (target?.taskSetsInfo ?? [])
      .map(taskSet =>
        presentTaskSet(taskSet, service, {
          taskDefinition,
          tested: testedRole(info, events),
          isRollback: info.creator === 'codeDeployRollback',
        }),
      )
      .sort((a, b) => a.role.localeCompare(b.role)),
    wait,
    actions: actionsOf(info, wait, isBlueEnding(target)),
    rollbackOf: info.rollbackInfo?.rollbackTriggeringDeploymentId ?? null,
    rolledBackBy: info.rollbackInfo?.rollbackDeploymentId ?? null,
    alarms: alarmsOf(reading),
  }
}

function phaseOf({ creator }: DeploymentInfo, wait: DeploymentWait | null): DeploymentDto['phase'] {
  if (creator === 'codeDeployRollback') return 'rolling-back'
  return wait === null ? 'running' : 'waiting'
}

const STAGES: Record<string, DeploymentStage['status']> = {
  Pending: 'todo',
  InProgress: 'running',
  Succeeded: 'done',
  Failed: 'failed',
  Skipped: 'skipped',
}

function presentEvent(
  event: LifecycleEvent,
  status: DeploymentInfo['status'],
  hooks: ReadonlyMap<string, string>,
): DeploymentStage {
  const name = event.lifecycleEventName ?? ''
  const hook = hooks.get(name)
  const said = STAGES[event.status ?? ''] ?? 'todo'
  return {
    name,
    // The wait before the shift belongs to no event: it stands before this one.
    status: status === 'Ready' && name === 'BeforeAllowTraffic' && said === 'todo' ? 'waiting' : said,
    startedAt: event.startTime?.getTime() ?? null,
    endedAt: event.endTime?.getTime() ?? null,
    hooks: hook ? [{ name: hook, status: event.status ?? '' }] : [],
    message: event.diagnostics?.message ?? null,
  }
}

/** Who answers the test listener; null where there is none, or where it is not known any more. */
function testedRole(info: DeploymentInfo, events: LifecycleEvent[]): DeploymentVersion['role'] | null {
  const test = events.find(({ lifecycleEventName }) => lifecycleEventName === 'AllowTestTraffic')
  if (!test || ENDED[info.status ?? ''] || info.creator === 'codeDeployRollback') return null
  return test.status === 'Succeeded' ? 'green' : 'blue'
}

function presentTaskSet(
  taskSet: ECSTaskSet,
  service: Service,
  {
    taskDefinition,
    tested,
    isRollback,
  }: { taskDefinition: string; tested: DeploymentVersion['role'] | null; isRollback: boolean },
): DeploymentVersion {
  // In a rollback Green is what it goes back to: that serves, so here as on the map it is blue.
  const role = (taskSet.taskSetLabel === 'Green') === isRollback ? 'blue' : 'green'
  // The field's name is misspelt by AWS.
  const id = taskSet.identifer ?? ''
  const known = service.taskSets?.find(one => one.id === id)
  return {
    role,
    id,
    taskDefinition: known?.taskDefinition?.split('/').at(-1) ?? (role === 'green' ? taskDefinition : ''),
    targetGroup: taskSet.targetGroup?.name ?? '',
    status: taskSet.status ?? '',
    desired: taskSet.desiredCount ?? 0,
    running: taskSet.runningCount ?? 0,
    pending: taskSet.pendingCount ?? 0,
    weight: taskSet.trafficWeight ?? 0,
    testWeight: tested === null ? null : tested === role ? 100 : 0,
  }
}

/** What it waits for: somebody or the ready wait's end, the next shift, or the end of blue. */
function waitOf(
  { info, target, routing }: CodeDeployReading,
  events: LifecycleEvent[],
  scales: readonly ScaleChange[],
  now: number,
): DeploymentWait | null {
  const options = info.blueGreenDeploymentConfiguration
  const latest = Math.max(0, ...events.map(({ endTime }) => endTime?.getTime() ?? 0))
  const make = (
    kind: DeploymentWait['kind'],
    since: number,
    minutes: number,
    then: DeploymentWait['then'],
    nextWeight: number | null,
  ): DeploymentWait => ({
    ...{ kind, since, minutes, then, nextWeight },
    endsAt: endOfWait(scales, { since, minutes }, now),
  })
  if (info.status === 'Ready') {
    const minutes = options?.deploymentReadyOption?.waitTimeInMinutes ?? 0
    return make('ready', latest || (info.startTime?.getTime() ?? now), minutes, 'stop', null)
  }
  if (info.status !== 'InProgress' && info.status !== 'Baking') return null
  if (info.creator === 'codeDeployRollback' || events.length === 0) return null
  const shifting = events.find(
    ({ lifecycleEventName, status }) => lifecycleEventName === 'AllowTraffic' && status === 'InProgress',
  )
  if (shifting?.startTime) {
    const next = nextShift(routing, greenWeight(target))
    if (!next) return null
    return make('shift', shifting.startTime.getTime(), next.minutes, 'shift', next.weight)
  }
  const hasBlue = target?.taskSetsInfo?.some(({ taskSetLabel }) => taskSetLabel === 'Blue')
  const moved = events.every(({ status }) => status === 'Succeeded')
  if (!moved || !hasBlue || isBlueEnding(target)) return null
  const minutes = options?.terminateBlueInstancesOnDeploymentSuccess?.terminationWaitTimeInMinutes ?? 0
  return make('termination', latest, minutes, 'end-blue', null)
}

function greenWeight(target: ECSTarget | undefined): number {
  return target?.taskSetsInfo?.find(({ taskSetLabel }) => taskSetLabel === 'Green')?.trafficWeight ?? 0
}

/** Minutes after the beginning of AllowTraffic at which green gets more, and how much it has then. */
function nextShift(
  routing: TrafficRoutingConfig | undefined,
  weight: number,
): { minutes: number; weight: number } | null {
  if (weight === 0 || weight >= 100) return null
  const { timeBasedCanary, timeBasedLinear } = routing ?? {}
  if (timeBasedCanary) return { minutes: timeBasedCanary.canaryInterval ?? 0, weight: 100 }
  const { linearPercentage: step = 0, linearInterval = 0 } = timeBasedLinear ?? {}
  if (step === 0) return null
  const done = Math.max(1, Math.round(weight / step))
  return { minutes: done * linearInterval, weight: Math.min(100, (done + 1) * step) }
}

function isBlueEnding(target: ECSTarget | undefined): boolean {
  const blue = target?.taskSetsInfo?.find(({ taskSetLabel }) => taskSetLabel === 'Blue')
  return blue?.status === 'DRAINING'
}

function actionsOf(info: DeploymentInfo, wait: DeploymentWait | null, blueEnds: boolean): DeploymentAction[] {
  const action = (kind: DeploymentAction['kind']): DeploymentAction => ({ kind, hookId: null })
  // Nothing is left to go back to.
  if (ENDED[info.status ?? ''] || blueEnds) return []
  if (info.creator === 'codeDeployRollback') return [action('stop')]
  const stops = [action('stop-and-roll-back'), action('stop')]
  if (wait?.kind === 'ready') return [action('continue-ready'), ...stops]
  if (wait?.kind === 'termination') return [action('continue-termination'), ...stops]
  return stops
}

function alarmsOf({ info, alarms }: CodeDeployReading): DeploymentDto['alarms'] {
  const overriding = info.overrideAlarmConfiguration?.alarms?.flatMap(({ name }) => name ?? [])
  // The API has them in a sentence only.
  const named = /Activated alarms: (.+)$/.exec(info.errorInformation?.message ?? '')?.[1]?.split(', ') ?? []
  return [...new Set([...named, ...(overriding ?? alarms)])].map(name => ({
    name,
    triggered: named.includes(name),
  }))
}
