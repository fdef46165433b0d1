import type { Scope } from '../../../store/store.ts'
import { failDeployment, failureOf } from '../deployment-failure.ts'
import type { Failure } from '../deployment-failure.ts'
import { endRecord, isOver } from '../deployments.ts'
import type { Engine } from '../engine.ts'
import type { RevisionCount } from '../revision-schedule.ts'
import type { ServiceDeploymentDocument, Stage, StagedDocument } from '../service-deployments.ts'
import { ecs } from '../store.ts'
import type { ServiceDocument } from '../store.ts'
import { runHooks } from './hooks.ts'
import { StageFailure } from './stage-failure.ts'
import { BACK, FORWARD } from './stages.ts'
import { targetOf } from './turn.ts'
import type { Turn } from './turn.ts'

/** Takes a deployment through its stages as far as it goes now. What it has done is in the store before anything else is. */
export function advanceStages(
  engine: Engine,
  scope: Scope,
  service: ServiceDocument,
  record: ServiceDeploymentDocument,
  staged: StagedDocument,
  counts: Map<string, RevisionCount>,
): void {
  const { clock } = engine.sandbox
  const turn: Turn = { engine, scope, service, record, staged, counts, time: clock.time(scope.accountId) }
  const before = JSON.stringify(record)
  if (record.status === 'PENDING') Object.assign(record, { status: 'IN_PROGRESS', startedAt: clock.now() })
  const failure = isWatched(staged) ? failureOf(scope, service, record) : undefined
  if (failure) fail(turn, failure)
  try {
    while (!isOver(record) && record.staged && step(turn));
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error
    const { message: statusReason } = error
    if (staged.direction === 'back') {
      endRecord(engine.sandbox, scope, record, { status: 'ROLLBACK_FAILED', statusReason })
    } else fail(turn, { ...textsOf(statusReason), rollsBack: true })
  }
  if (JSON.stringify(record) === before) return
  record.updatedAt = clock.now()
  ecs(scope).serviceDeployments.put(record.serviceDeploymentArn, record)
}

function textsOf(statusReason: string): Omit<Failure, 'rollsBack'> {
  return { event: statusReason, rolloutStateReason: `ECS deployment failed: ${statusReason}`, statusReason }
}

/** In CLEAN_UP the old revision is on its way out: nothing is left to go back to. */
function isWatched({ direction, stage }: StagedDocument): boolean {
  return direction === 'forward' && stage !== 'CLEAN_UP'
}

/** Does what the stage says, and what hangs on it; true when the deployment came into the next. */
function step(turn: Turn): boolean {
  const { staged, time } = turn
  const stage = (staged.direction === 'forward' ? FORWARD : BACK)[staged.stage]
  if (!stage) throw new Error(`A deployment that goes ${staged.direction} has no stage ${staged.stage}.`)
  if (staged.workedTime === undefined) {
    if (stage.work && !stage.work(turn)) return false
    staged.workedTime = time
  }
  if (!runHooks(turn)) return false
  if (time - staged.workedTime < (stage.waitMs?.(turn) ?? 0)) return false
  const next = stage.next(turn)
  if (!next) return false
  moveTo(turn, next)
  return true
}

function moveTo({ staged, time }: Turn, stage: Stage): void {
  Object.assign(staged, { stage, stageTime: time })
  delete staged.workedTime
  delete staged.hooks
}

/** Traffic that was moved goes back first; a new revision that got none just ends. */
function fail(turn: Turn, failure: Failure): void {
  const { engine, scope, service, record, staged } = turn
  const target = targetOf(turn)
  failDeployment(engine.sandbox, scope, service, record, failure)
  if (isOver(record)) {
    if (service.deployments.length === 1) delete target.scale
    else if (staged.weights.production === 0) target.scale = 0
    return
  }
  staged.direction = 'back'
  const { production, test } = staged.weights
  moveTo(turn, production > 0 ? 'PRODUCTION_TRAFFIC_SHIFT' : test > 0 ? 'TEST_TRAFFIC_SHIFT' : 'CLEAN_UP')
}
