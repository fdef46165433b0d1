import type { Scope } from '../../../store/store.ts'
import type { Engine } from '../engine.ts'
import { roleDenial } from '../execution-role.ts'
import type { HookDocument, ServiceDeploymentDocument } from '../service-deployments.ts'
import { ecs } from '../store.ts'
import { configurationOf } from './hook-configuration.ts'
import { isAssumable } from './infrastructure-role.ts'
import { targetOf } from './turn.ts'
import type { Turn } from './turn.ts'

/** What a function is called again after, unless it says otherwise. */
const CALL_BACK_S = 30

/** Calls that are under way; a start knows of none, and calls again. */
const calls = new WeakMap<Engine, Set<string>>()

/** Calls a hook's function, unless that is under way; the answer is found in the store at a later turn. */
export function callHook(turn: Turn, hook: HookDocument): void {
  const { engine, scope, record } = turn
  const { hookTargetArn = '', roleArn } = configurationOf(turn, hook)
  const underWay = callsOf(engine)
  if (underWay.has(hook.hookId)) return
  const problem = roleProblem(turn, hookTargetArn, roleArn)
  if (problem) return fail(hook, problem)
  underWay.add(hook.hookId)
  const { serviceDeploymentArn } = record
  engine
    .invokeFunction(scope, hookTargetArn, JSON.stringify(eventOf(turn, hook)))
    .then(
      answer => (current: HookDocument) => readAnswer(turn.engine, scope, current, hookTargetArn, answer),
      (error: Error) => (current: HookDocument) => refused(turn.engine, scope, current, hookTargetArn, error),
    )
    .then(apply => {
      const found = liveHook(scope, serviceDeploymentArn, hook.hookId)
      if (!found) return
      apply(found.hook)
      ecs(scope).serviceDeployments.put(serviceDeploymentArn, found.record)
    })
    .catch((error: unknown) => {
      engine.sandbox.log.error(
        { err: error, hookId: hook.hookId },
        'A hook could not be called; it is tried again.',
      )
    })
    .finally(() => underWay.delete(hook.hookId))
}

function callsOf(engine: Engine): Set<string> {
  let underWay = calls.get(engine)
  if (!underWay) calls.set(engine, (underWay = new Set()))
  return underWay
}

/** The hook, as long as its stage waits for it. */
function liveHook(
  scope: Scope,
  serviceDeploymentArn: string,
  hookId: string,
): { record: ServiceDeploymentDocument; hook: HookDocument } | undefined {
  const record = ecs(scope).serviceDeployments.get(serviceDeploymentArn)
  const hook = record?.staged?.hooks?.find(one => one.hookId === hookId && one.status === 'IN_PROGRESS')
  return record && hook && { record, hook }
}

function roleProblem({ engine }: Turn, resource: string, roleArn: string | undefined): string | undefined {
  const { sandbox } = engine
  if (!isAssumable(sandbox, roleArn)) return `ECS was unable to assume role ${roleArn}`
  const action = 'lambda:InvokeFunction'
  const denial = roleDenial(sandbox, { roleArn, taskId: 'ECS-Lambda-Execution', action, resource })
  return denial && `ECS was unable to invoke hook target ${resource} due to ${denial}`
}

/** What the function gets. */
function eventOf(turn: Turn, { executionId, hookDetails, stage }: HookDocument): object {
  const { service, record, staged } = turn
  const { serviceDeploymentArn: resourceArn, serviceArn, targetRevisionArn } = record
  const weights = (percent: number) =>
    Object.fromEntries([
      [targetRevisionArn, percent],
      ...service.deployments
        .filter(one => one !== targetOf(turn))
        .slice(0, 1)
        .map(({ revisionArn }) => [revisionArn, 100 - percent]),
    ]) as Record<string, number>
  const { test, production } = staged.weights
  const showsProduction = stage === 'PRODUCTION_TRAFFIC_SHIFT' || stage === 'PRE_PRODUCTION_TRAFFIC_SHIFT'
  return {
    ...{ executionId, lifecycleStage: stage, resourceArn },
    executionDetails: {
      ...{ serviceArn, targetServiceRevisionArn: targetRevisionArn },
      testTrafficWeights: stage === 'TEST_TRAFFIC_SHIFT' ? weights(test) : {},
      productionTrafficWeights: showsProduction ? weights(production) : {},
    },
    ...(hookDetails !== undefined && { hookDetails }),
  }
}

function readAnswer(
  engine: Engine,
  scope: Scope,
  hook: HookDocument,
  hookTargetArn: string,
  { payload, failed }: { payload: string; failed: boolean },
): void {
  const answer = failed ? {} : objectOf(payload)
  const { hookStatus, callBackDelay, hookDetails } = answer
  if (hookStatus === 'SUCCEEDED') hook.status = 'SUCCEEDED'
  else if (hookStatus === 'FAILED')
    fail(hook, `Lifecycle hook target ${hookTargetArn} returned FAILED status.`)
  else if (hookStatus === 'IN_PROGRESS') {
    const delay = typeof callBackDelay === 'number' && callBackDelay >= 0 ? callBackDelay : CALL_BACK_S
    hook.invokeTime = engine.sandbox.clock.time(scope.accountId) + delay * 1000
    if (hookDetails !== undefined)
      hook.hookDetails = { ...objectOrNone(hook.hookDetails), ...objectOrNone(hookDetails) }
  } else {
    const why =
      hookStatus === undefined || hookStatus === null
        ? 'HookStatus must not be null'
        : `HookStatus ${JSON.stringify(hookStatus)} is none of SUCCEEDED, FAILED, IN_PROGRESS`
    fail(hook, `ECS was unable to parse the response from ${hookTargetArn} due to ${why}`)
  }
}

/** Lambda has no room, or the function is not ready: that passes. Everything else does not. */
function refused(
  engine: Engine,
  scope: Scope,
  hook: HookDocument,
  hookTargetArn: string,
  error: Error,
): void {
  if (error.name === 'TooManyRequestsException' || error.name === 'ResourceConflictException') {
    hook.invokeTime = engine.sandbox.clock.time(scope.accountId) + CALL_BACK_S * 1000
  } else fail(hook, `ECS was unable to invoke hook target ${hookTargetArn} due to ${error.message}`)
}

function fail(hook: HookDocument, reason: string): void {
  Object.assign(hook, { status: 'FAILED', reason })
}

function objectOf(json: string): Record<string, unknown> {
  try {
    return objectOrNone(JSON.parse(json))
  } catch {
    return {}
  }
}

function objectOrNone(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}
}
