import { randomBytes, randomUUID } from 'node:crypto'
import type { HookDocument, Stage } from '../service-deployments.ts'
import { configurationOf, isPause } from './hook-configuration.ts'
import { sendHookStateChange } from './hook-event.ts'
import { callHook } from './lambda-hook.ts'
import { hookFailure, StageFailure } from './stage-failure.ts'
import type { Turn } from './turn.ts'

const DEFAULT_MINUTES = 24 * 60
const MINUTE_MS = 60_000
/** Stages whose hooks are called in a rollback too, as they shift traffic. */
const RECURRING = new Set<Stage>(['TEST_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT'])

/** Begins the hooks of a stage, all at once, and looks after them; true when none holds the deployment up. Throws StageFailure. */
export function runHooks(turn: Turn): boolean {
  const { staged, time } = turn
  staged.hooks ??= beginHooks(turn)
  for (const hook of staged.hooks) {
    const waits = hook.status === 'AWAITING_ACTION' || hook.status === 'IN_PROGRESS'
    if (waits && time >= hook.deadline) {
      hook.status = 'TIMED_OUT'
      sendHookStateChange(turn, hook)
    } else if (hook.status === 'IN_PROGRESS' && time >= hook.invokeTime) callHook(turn, hook)
  }
  // A rollback has moved the traffic already: no hook keeps it from its end.
  if (staged.direction === 'forward') for (const hook of staged.hooks) checkHook(turn, hook)
  return staged.hooks.every(({ status }) => status !== 'AWAITING_ACTION' && status !== 'IN_PROGRESS')
}

function beginHooks(turn: Turn): HookDocument[] {
  const { staged, record, time } = turn
  const { stage, direction } = staged
  if (stage === 'SCALE_UP' || stage === 'BAKE_TIME' || stage === 'CLEAN_UP') return []
  const configured = record.deploymentConfiguration.lifecycleHooks ?? []
  return configured.flatMap((configuration, index) => {
    if (!configuration.lifecycleStages?.includes(stage)) return []
    const pause = isPause(configuration)
    if (direction === 'back' && (pause || !RECURRING.has(stage))) return []
    const minutes = configuration.timeoutConfiguration?.timeoutInMinutes ?? DEFAULT_MINUTES
    const hook: HookDocument = {
      hookId: `ecs-${pause ? 'pause' : 'lambda'}-${randomBytes(32).toString('base64url')}`,
      ...{ index, stage, status: pause ? 'AWAITING_ACTION' : 'IN_PROGRESS' },
      ...{ deadline: time + minutes * MINUTE_MS, invokeTime: time, executionId: randomUUID() },
      ...(configuration.hookDetails !== undefined && { hookDetails: configuration.hookDetails }),
    }
    if (pause) sendHookStateChange(turn, hook)
    return [hook]
  })
}

function checkHook(turn: Turn, hook: HookDocument): void {
  const configuration = configurationOf(turn, hook)
  if (hook.status === 'FAILED') throw hookFailure(hook.stage, hook.reason ?? '')
  if (hook.status !== 'TIMED_OUT' || configuration.timeoutConfiguration?.action === 'CONTINUE') return
  throw isPause(configuration)
    ? new StageFailure(`Service deployment rolled back because ${hook.stage} pause hook timed out.`)
    : hookFailure(hook.stage, `Lifecycle hook target ${configuration.hookTargetArn} timed out.`)
}
