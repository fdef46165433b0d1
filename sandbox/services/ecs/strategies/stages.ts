import { completeDeployment } from '../deployments.ts'
import type { Stage } from '../service-deployments.ts'
import { ecs } from '../store.ts'
import { reconcileRevisions } from './reconcile-revisions.ts'
import { resolveRoutes, servingGroups, shiftRoute } from './routes.ts'
import { isGone, isWhole, othersOf, targetOf } from './turn.ts'
import type { Turn } from './turn.ts'

interface StageRow {
  /** What the stage itself does; true when it is done. */
  work?: (turn: Turn) => boolean
  /** How long it lasts after that, in the account's own time. */
  waitMs?: (turn: Turn) => number
  /** Undefined where the deployment has ended. */
  next: (turn: Turn) => Stage | undefined
}

const MINUTE_MS = 60_000

/** The stages of a deployment, in order (developer guide, "Deployment lifecycle stages"). */
export const FORWARD: Record<Stage, StageRow> = {
  RECONCILE_SERVICE: { work: reconcileRevisions, next: afterReconciling },
  PRE_SCALE_UP: { work: prepare, next: () => 'SCALE_UP' },
  SCALE_UP: { work: scaleUp, next: () => 'POST_SCALE_UP' },
  POST_SCALE_UP: { next: () => 'TEST_TRAFFIC_SHIFT' },
  TEST_TRAFFIC_SHIFT: { work: shiftTest, next: () => 'POST_TEST_TRAFFIC_SHIFT' },
  POST_TEST_TRAFFIC_SHIFT: { next: () => 'PRE_PRODUCTION_TRAFFIC_SHIFT' },
  PRE_PRODUCTION_TRAFFIC_SHIFT: { next: () => 'PRODUCTION_TRAFFIC_SHIFT' },
  PRODUCTION_TRAFFIC_SHIFT: {
    work: shiftProduction,
    waitMs: stepBakeMs,
    next: ({ staged }) =>
      staged.weights.production < 100 ? 'PRE_PRODUCTION_TRAFFIC_SHIFT' : 'POST_PRODUCTION_TRAFFIC_SHIFT',
  },
  POST_PRODUCTION_TRAFFIC_SHIFT: { next: () => 'BAKE_TIME' },
  BAKE_TIME: {
    waitMs: ({ record }) => (record.deploymentConfiguration.bakeTimeInMinutes ?? 0) * MINUTE_MS,
    next: () => 'CLEAN_UP',
  },
  CLEAN_UP: { work: cleanUp, next: () => undefined },
}

/** The stages of a rollback: only what was shifted is shifted back. */
export const BACK: Partial<Record<Stage, StageRow>> = {
  PRODUCTION_TRAFFIC_SHIFT: {
    work: turn => shift(turn, 'production', 0),
    next: ({ staged }) => (staged.weights.test > 0 ? 'TEST_TRAFFIC_SHIFT' : 'CLEAN_UP'),
  },
  TEST_TRAFFIC_SHIFT: { work: turn => shift(turn, 'test', 0), next: () => 'CLEAN_UP' },
  CLEAN_UP: { work: cleanUp, next: () => undefined },
}

/** A rolling deployment goes on with the scheduler alone, once one revision is left to roll over. */
function afterReconciling(turn: Turn): Stage | undefined {
  const { scope, service, record } = turn
  if ((record.deploymentConfiguration.strategy ?? 'ROLLING') !== 'ROLLING') return 'PRE_SCALE_UP'
  const target = targetOf(turn)
  const groups = servingGroups(scope, target.loadBalancers)
  if (groups) target.targetGroupArns = groups
  for (const deployment of service.deployments) delete deployment.scale
  delete record.staged
  return undefined
}

/** Finds the target group that serves nothing: the new revision's. */
function prepare(turn: Turn): boolean {
  if (!reconcileRevisions(turn)) return false
  const { engine, scope, staged } = turn
  const target = targetOf(turn)
  staged.routes = resolveRoutes(engine.sandbox, scope, target.loadBalancers)
  if (staged.routes.length === 0) return true
  target.targetGroupArns = staged.routes.map(({ greenTargetGroupArn }) => greenTargetGroupArn)
  // One that was rolled out is where the rules found it.
  const [blue] = othersOf(turn)
  if (blue) blue.targetGroupArns ??= staged.routes.map(({ blueTargetGroupArn }) => blueTargetGroupArn)
  const { serviceRevisions } = ecs(scope)
  const revision = serviceRevisions.get(target.revisionArn)
  const { targetGroupArns } = target
  if (revision) serviceRevisions.put(target.revisionArn, { ...revision, targetGroupArns })
  return true
}

function scaleUp(turn: Turn): boolean {
  const target = targetOf(turn)
  if (target.scale === 100) return isWhole(turn, target)
  target.scale = 100
  return turn.service.desiredCount === 0
}

function shiftTest(turn: Turn): boolean {
  const hasTest = turn.staged.routes.some(({ testListenerRule }) => testListenerRule)
  return !hasTest || shift(turn, 'test', 100)
}

/** The next share of the production traffic, once all tasks of the new revision serve. */
function shiftProduction(turn: Turn): boolean {
  if (!isWhole(turn, targetOf(turn))) return false
  return shift(turn, 'production', nextShare(turn))
}

function shift({ engine, scope, staged }: Turn, which: 'production' | 'test', percent: number): true {
  for (const route of staged.routes) shiftRoute(engine.sandbox, scope, route, which, percent)
  staged.weights[which] = percent
  return true
}

function nextShare({ staged, record }: Turn): number {
  const { strategy, canaryConfiguration, linearConfiguration } = record.deploymentConfiguration
  const { production } = staged.weights
  if (strategy === 'CANARY' && production === 0) return canaryConfiguration?.canaryPercent ?? 5
  if (strategy !== 'LINEAR') return 100
  const stepPercent = linearConfiguration?.stepPercent ?? 10
  return Math.min(100, Math.round((production + stepPercent) * 10) / 10)
}

/** Nothing is waited for after 100 %. */
function stepBakeMs({ staged, record }: Turn): number {
  if (staged.weights.production === 100) return 0
  const { strategy, canaryConfiguration, linearConfiguration } = record.deploymentConfiguration
  const minutes =
    strategy === 'CANARY'
      ? (canaryConfiguration?.canaryBakeTimeInMinutes ?? 10)
      : (linearConfiguration?.stepBakeTimeInMinutes ?? 6)
  return minutes * MINUTE_MS
}

/** Lets the revision that gets no traffic any more drain and end; the other is then all there is. */
function cleanUp(turn: Turn): boolean {
  const { engine, scope, service, staged } = turn
  // A deployment may go back before it was alone with what it goes back to.
  if (staged.direction === 'back' && !reconcileRevisions(turn)) return false
  const [stays, ...leaving] = service.deployments
  if (!stays) return false
  if (staged.direction === 'forward') stays.completedOnce = true
  for (const deployment of leaving) deployment.scale = 0
  if (!isWhole(turn, stays) || !leaving.every(one => isGone(turn, one))) return false
  completeDeployment(engine.sandbox, scope, service)
  return true
}
