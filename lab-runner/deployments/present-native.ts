import type {
  DeploymentConfiguration,
  DeploymentLifecycleHookDetail,
  Service,
  ServiceDeployment,
  ServiceRevisionSummary,
} from '@aws-sdk/client-ecs'
import type {
  DeploymentAction,
  DeploymentDto,
  DeploymentStage,
  DeploymentVersion,
  DeploymentWait,
} from '../contract.ts'
import { endOfWait, type ScaleChange } from './account-time.ts'
import { presentRolling } from './present-rolling.ts'

/** What ECS's APIs say about one service deployment. */
export interface NativeReading {
  deployment: ServiceDeployment
  cluster: string
  service: Service
  /** `web:2` by the ARN of a service revision. */
  taskDefinitions: ReadonlyMap<string, string>
  /** When its stage, or its weight in that stage, was seen to change last. ECS does not say it. */
  stageSince: number
  /** Where it was last before it was rolled back; undefined when nobody looked. */
  forwardStage: string | undefined
}

const ORDER = [
  'PRE_SCALE_UP',
  'SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
  'BAKE_TIME',
  'CLEAN_UP',
]

const PHASES: Record<string, DeploymentDto['phase']> = {
  PENDING: 'running',
  IN_PROGRESS: 'running',
  STOP_REQUESTED: 'rolling-back',
  ROLLBACK_REQUESTED: 'rolling-back',
  ROLLBACK_IN_PROGRESS: 'rolling-back',
  SUCCESSFUL: 'succeeded',
  STOPPED: 'stopped',
  ROLLBACK_SUCCESSFUL: 'failed',
  ROLLBACK_FAILED: 'failed',
}
const OPEN = new Set(['running', 'rolling-back'])

/** An ECS service deployment as a track. */
export function presentNative(
  reading: NativeReading,
  scales: readonly ScaleChange[],
  now: number,
): DeploymentDto {
  const { deployment, cluster, service } = reading
  const { status = '', statusReason, rollback, deploymentConfiguration } = deployment
  const strategy = deploymentConfiguration?.strategy ?? 'ROLLING'
  const phase = PHASES[status] ?? 'running'
  const isOver = !OPEN.has(phase)
  const reason = rollback?.reason ?? statusReason
  const wait = isOver || phase === 'rolling-back' ? null : waitOf(reading, scales, now)
  const failed = phase !== 'running' && phase !== 'succeeded'
  const versions = versionsOf(reading)
  return {
    id: deployment.serviceDeploymentArn ?? '',
    name: deployment.serviceDeploymentArn?.split('/').at(-1) ?? '',
    engine: 'ECS',
    method: methodWords(deploymentConfiguration),
    cluster,
    service: service.serviceName ?? '',
    status,
    phase: phase === 'running' && wait !== null ? 'waiting' : phase,
    createdAt: deployment.createdAt?.getTime() ?? 0,
    endedAt: isOver ? ((deployment.finishedAt ?? deployment.stoppedAt)?.getTime() ?? null) : null,
    error: failed && reason ? { code: '', message: reason } : null,
    stages:
      strategy === 'ROLLING'
        ? presentRolling(versions, phase, rollback !== undefined)
        : stagesOf(reading, phase, wait),
    versions,
    wait,
    actions: actionsOf(deployment, phase),
    rollbackOf: null,
    rolledBackBy: null,
    alarms: alarmsOf(deployment),
  }
}

function methodWords(configuration: DeploymentConfiguration | undefined): string {
  const {
    strategy = 'ROLLING',
    canaryConfiguration: canary,
    linearConfiguration: linear,
  } = configuration ?? {}
  if (strategy === 'CANARY' && canary) {
    return `CANARY, ${canary.canaryPercent} % for ${canary.canaryBakeTimeInMinutes} min`
  }
  if (strategy === 'LINEAR' && linear) {
    return `LINEAR, ${linear.stepPercent} % every ${linear.stepBakeTimeInMinutes} min`
  }
  return strategy
}

function versionsOf({ deployment, taskDefinitions, service }: NativeReading): DeploymentVersion[] {
  const balanced = (service.loadBalancers?.length ?? 0) > 0
  const weighted = balanced && (deployment.deploymentConfiguration?.strategy ?? 'ROLLING') !== 'ROLLING'
  const present = (role: 'blue' | 'green', revision: ServiceRevisionSummary): DeploymentVersion => ({
    role,
    id: revision.arn?.split('/').at(-1) ?? '',
    taskDefinition: taskDefinitions.get(revision.arn ?? '') ?? '',
    ...{ targetGroup: '', status: '' },
    desired: revision.requestedTaskCount ?? 0,
    running: revision.runningTaskCount ?? 0,
    pending: revision.pendingTaskCount ?? 0,
    weight: weighted ? (revision.requestedProductionTrafficWeight ?? 0) : null,
    testWeight: weighted ? (revision.requestedTestTrafficWeight ?? null) : null,
  })
  const { sourceServiceRevisions = [], targetServiceRevision: target } = deployment
  return [
    ...sourceServiceRevisions.filter(({ arn }) => arn !== target?.arn).map(one => present('blue', one)),
    ...(target ? [present('green', target)] : []),
  ]
}

function stagesOf(
  { deployment, stageSince, forwardStage }: NativeReading,
  phase: DeploymentDto['phase'],
  wait: DeploymentWait | null,
): DeploymentStage[] {
  const { lifecycleStage, lifecycleHookDetails = [], deploymentConfiguration } = deployment
  const configured = deploymentConfiguration?.lifecycleHooks ?? []
  const now: string | undefined = lifecycleStage
  const order = now === 'RECONCILE_SERVICE' ? ['RECONCILE_SERVICE', ...ORDER] : ORDER
  const goesBack = phase === 'rolling-back' || phase === 'failed' || phase === 'stopped'
  const reached = goesBack ? (stageOfReason(deployment) ?? forwardStage) : now
  const at = order.indexOf(reached ?? '')
  const hooksOf = (name: string, index: number): DeploymentStage['hooks'] => {
    const live = index === at ? lifecycleHookDetails : []
    if (live.length > 0) return live.map(hook => ({ name: hookWords(hook), status: hook.status ?? '' }))
    return configured
      .filter(({ lifecycleStages = [] }) => lifecycleStages.some(stage => shownAt(stage) === name))
      .map(({ targetType, hookTargetArn }) => ({
        name: hookWords({ targetType, targetArn: hookTargetArn }),
        status: '',
      }))
  }
  return order.map((name, index) => {
    const here = index === at
    const current = wait?.kind === 'pause' || wait?.kind === 'bake' ? 'waiting' : 'running'
    const status = (): DeploymentStage['status'] => {
      if (phase === 'succeeded') return 'done'
      if (goesBack) {
        if (phase === 'rolling-back' && name === now && !here) return 'running'
        return here ? 'failed' : index < at ? 'done' : 'skipped'
      }
      return index < at ? 'done' : here ? current : 'todo'
    }
    return {
      name,
      status: status(),
      startedAt: name === now && phase !== 'succeeded' ? stageSince : null,
      endedAt: null,
      hooks: hooksOf(name, index),
      message: null,
    }
  })
}

/** A deployment does not show this stage of the hooks': it is part of the shift after it. */
const shownAt = (stage: string): string =>
  stage === 'PRE_PRODUCTION_TRAFFIC_SHIFT' ? 'PRODUCTION_TRAFFIC_SHIFT' : stage

function stageOfReason({ statusReason, rollback }: ServiceDeployment): string | undefined {
  const stage = /because ([A-Z_]+) lifecycle hook/.exec(`${rollback?.reason} ${statusReason}`)?.[1]
  return stage === undefined ? undefined : shownAt(stage)
}

function hookWords({
  targetType,
  targetArn,
}: Pick<DeploymentLifecycleHookDetail, 'targetType' | 'targetArn'>): string {
  return targetType === 'PAUSE' ? 'PAUSE' : (targetArn?.split(':').at(-1) ?? 'AWS_LAMBDA')
}

function waitOf(
  { deployment, stageSince }: NativeReading,
  scales: readonly ScaleChange[],
  now: number,
): DeploymentWait | null {
  const { lifecycleHookDetails = [], lifecycleStage, deploymentConfiguration: settings } = deployment
  const paused = lifecycleHookDetails.find(isPaused)
  if (paused) {
    const minutes = settings?.lifecycleHooks?.find(({ targetType }) => targetType === 'PAUSE')
      ?.timeoutConfiguration?.timeoutInMinutes
    return {
      kind: 'pause',
      since: stageSince,
      endsAt: paused.expiresAt?.getTime() ?? stageSince,
      minutes: minutes ?? 1440,
      then: paused.timeoutAction === 'CONTINUE' ? 'continue' : 'roll-back',
      nextWeight: null,
    }
  }
  const weight = deployment.targetServiceRevision?.requestedProductionTrafficWeight ?? 0
  const make = (
    kind: 'bake' | 'shift',
    minutes: number,
    nextWeight: number | null = null,
  ): DeploymentWait => ({
    ...{ kind, minutes, nextWeight, since: stageSince },
    endsAt: endOfWait(scales, { since: stageSince, minutes }, now),
    then: kind === 'bake' ? 'end-blue' : 'shift',
  })
  if (lifecycleStage === 'BAKE_TIME') return make('bake', settings?.bakeTimeInMinutes ?? 0)
  if (lifecycleStage !== 'PRODUCTION_TRAFFIC_SHIFT' || weight <= 0 || weight >= 100) return null
  const { canaryConfiguration: canary, linearConfiguration: linear } = settings ?? {}
  if (settings?.strategy === 'CANARY') return make('shift', canary?.canaryBakeTimeInMinutes ?? 10, 100)
  if (settings?.strategy !== 'LINEAR') return null
  return make(
    'shift',
    linear?.stepBakeTimeInMinutes ?? 6,
    Math.min(100, weight + (linear?.stepPercent ?? 10)),
  )
}

const isPaused = ({ status }: DeploymentLifecycleHookDetail): boolean => status === 'AWAITING_ACTION'

function actionsOf(deployment: ServiceDeployment, phase: DeploymentDto['phase']): DeploymentAction[] {
  if (phase !== 'running') return []
  const paused = (deployment.lifecycleHookDetails ?? []).filter(isPaused)
  return [
    ...paused.flatMap(({ hookId = null }): DeploymentAction[] => [
      { kind: 'approve', hookId },
      { kind: 'reject', hookId },
    ]),
    { kind: 'stop-and-roll-back', hookId: null },
  ]
}

function alarmsOf({ alarms }: ServiceDeployment): DeploymentDto['alarms'] {
  const triggered = new Set(alarms?.triggeredAlarmNames ?? [])
  return [...new Set([...triggered, ...(alarms?.alarmNames ?? [])])].map(name => ({
    name,
    triggered: triggered.has(name),
  }))
}
