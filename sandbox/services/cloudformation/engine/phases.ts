import { cloudformation, type Phase, type ResourceDocument, type StackDocument } from '../store.ts'
import { parameterProblem } from '../existing-values.ts'
import { exportProblem } from '../exports.ts'
import { policyDenial } from '../stack-policy.ts'
import { backward } from './backward.ts'
import { resourceEvent, setResourceStatus, setStackStatus } from './events.ts'
import { runGraph, reversed } from './graph.ts'
import { isHalted, watchAlarms, whileWatched } from './halt.ts'
import { makeResource } from './make-resource.ts'
import { outputsOf } from './outputs.ts'
import { removeResource } from './remove-resource.ts'
import { checkRunning, type Plan, planOf, putStack, Stopped, type Turn } from './turn.ts'

/** What is done in each phase of a run; each answers the phase that follows, or none at the run's end. */
export const PHASES: Record<Phase, (turn: Turn) => Promise<Phase | undefined>> = {
  forward,
  backward,
  cleanup,
  remove,
}

/** Makes and changes resources, then the outputs. */
async function forward(turn: Turn): Promise<Phase | undefined> {
  const { scope, stack, run } = turn
  const reason = await forwardProblem(turn)
  checkRunning(turn.signal)
  if (reason === undefined) {
    if (run.kind === 'create') return finish(turn, 'CREATE_COMPLETE')
    setStackStatus(turn, stack, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS')
    const present = new Set(planOf(turn).resources.keys())
    for (const resource of cloudformation(scope).resources(stack.stackId).values()) {
      if (!present.has(resource.logicalId)) forget(turn, resource)
    }
    return 'cleanup'
  }
  if (run.kind === 'update') {
    if (stack.disableRollback && !run.cancelled) return finish(turn, 'UPDATE_FAILED', reason)
    if (!run.previous) {
      // It has never been whole: there is nothing to go back to.
      setStackStatus(turn, stack, 'ROLLBACK_IN_PROGRESS', reason)
      return 'remove'
    }
    setStackStatus(turn, stack, 'UPDATE_ROLLBACK_IN_PROGRESS', reason)
    return 'backward'
  }
  // A deletion that was asked for meanwhile.
  if (stack.status === 'DELETE_IN_PROGRESS') return 'remove'
  if (run.onFailure === 'DO_NOTHING') return finish(turn, 'CREATE_FAILED', reason)
  const isDeleted = run.onFailure === 'DELETE'
  const text = `${reason} ${isDeleted ? 'Delete' : 'Rollback'} requested by user.`
  setStackStatus(turn, stack, isDeleted ? 'DELETE_IN_PROGRESS' : 'ROLLBACK_IN_PROGRESS', text)
  return 'remove'
}

/** Why the template could not be made; undefined when all of it is there. */
async function forwardProblem(turn: Turn): Promise<string | undefined> {
  const { scope, stack, run } = turn
  try {
    if (run.watchedUntil === undefined) {
      const plan = planOf(turn)
      const reason =
        (await parameterProblem(plan.template, stack.parameters, turn.call)) ??
        removalDenial(turn, plan) ??
        (await madeProblem(turn, plan))
      if (reason !== undefined) return reason
      const outputs = outputsOf(plan)
      const problem = exportProblem(scope, stack, outputs)
      if (problem !== undefined) return problem
      stack.outputs = outputs
      stack.imports = [...plan.imports]
      putStack(turn)
    }
    await watchAlarms(turn)
    return givenUp(run)
  } catch (error) {
    if (error instanceof Stopped) throw error
    return (error as Error).message
  }
}

/** Makes and changes what the plan says; why that has not succeeded. */
async function madeProblem(turn: Turn, plan: Plan): Promise<string | undefined> {
  const { run } = turn
  const failed = await whileWatched(turn, async () =>
    isHalted(run)
      ? []
      : runGraph(plan.dependencies, id => makeResource(turn, plan, id), {
          failed: id => run.failed.push(id),
          isStopped: () => isHalted(run),
        }),
  )
  const reason = givenUp(run)
  if (reason !== undefined) return reason
  if (failed.length === 0) return undefined
  const verb = run.kind === 'create' ? 'create' : 'update'
  return `The following resource(s) failed to ${verb}: [${failed.join(', ')}].`
}

/** Why a run ends that has not failed by itself. */
function givenUp({ cancelled, halted }: Turn['run']): string | undefined {
  return cancelled ? 'User Initiated' : halted
}

/** Why the stack's policy does not let the update remove what the template has no more. */
function removalDenial(turn: Turn, plan: Plan): string | undefined {
  const { scope, stack, run } = turn
  const { policy } = run
  if (run.kind !== 'update' || policy === undefined) return undefined
  const denied = cloudformation(scope)
    .resources(stack.stackId)
    .values()
    .filter(({ logicalId, physicalId }) => physicalId !== undefined && !plan.resources.has(logicalId))
    .flatMap(resource => {
      const reason = policyDenial(policy, 'Update:Delete', resource)
      return reason === undefined ? [] : [{ resource, reason }]
    })
  for (const { resource, reason } of denied) {
    resourceEvent(
      turn,
      stack,
      { ...resource, physicalId: resource.physicalId ?? '' },
      'UPDATE_FAILED',
      reason,
    )
  }
  if (denied.length === 0) return undefined
  const ids = denied.map(({ resource }) => resource.logicalId)
  return `The following resource(s) failed to update: [${ids.join(', ')}].`
}

/** Takes a resource out of the stack, and leaves it to the cleanup to remove what it is. */
function forget({ scope, stack }: Turn, resource: ResourceDocument): void {
  const { logicalId, type, physicalId, attributes, properties, shown, dependsOn, deletionPolicy } = resource
  if (physicalId !== undefined) {
    const leftover = {
      ...{ logicalId, type, physicalId, attributes, properties, shown, dependsOn, deletionPolicy },
    }
    cloudformation(scope).leftovers(stack.stackId).put(`${logicalId}/${physicalId}`, leftover)
  }
  cloudformation(scope).resources(stack.stackId).delete(logicalId)
}

/** Removes what has been replaced or is no more in the template. What cannot be removed is left. */
async function cleanup(turn: Turn): Promise<undefined> {
  const { scope, stack } = turn
  const leftovers = cloudformation(scope).leftovers(stack.stackId)
  const byKey = new Map(leftovers.values().map(one => [`${one.logicalId}/${one.physicalId}`, one]))
  const keysOf = (id: string) => [...byKey].filter(([, one]) => one.logicalId === id).map(([key]) => key)
  const needs = new Map([...byKey].map(([key, { dependsOn }]) => [key, dependsOn.flatMap(keysOf)]))
  const remove = async (key: string) => {
    const leftover = byKey.get(key)
    if (leftover) await removeResource(turn, leftover)
    checkRunning(turn.signal)
    leftovers.delete(key)
    return true
  }
  await runGraph(reversed(needs), remove, { goOn: true })
  checkRunning(turn.signal)
  const isBack = stack.status === 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS'
  return finish(turn, isBack ? 'UPDATE_ROLLBACK_COMPLETE' : 'UPDATE_COMPLETE')
}

/** Removes every resource, those first that others are not needed for. */
async function remove(turn: Turn): Promise<undefined> {
  const { scope, stack } = turn
  const resources = cloudformation(scope).resources(stack.stackId)
  for (const leftover of cloudformation(scope).leftovers(stack.stackId).values()) {
    await removeResource(turn, leftover)
    cloudformation(scope).leftovers(stack.stackId).delete(`${leftover.logicalId}/${leftover.physicalId}`)
  }
  const needs = new Map(resources.values().map(({ logicalId, dependsOn }) => [logicalId, dependsOn]))
  const failed = await runGraph(reversed(needs), id => removeOne(turn, resources.get(id)), { goOn: true })
  checkRunning(turn.signal)
  const isRollback = stack.status === 'ROLLBACK_IN_PROGRESS'
  if (failed.length > 0) {
    const reason = `The following resource(s) failed to delete: [${failed.join(', ')}]. `
    return finish(turn, isRollback ? 'ROLLBACK_FAILED' : 'DELETE_FAILED', reason)
  }
  stack.outputs = []
  stack.imports = []
  if (isRollback) return finish(turn, 'ROLLBACK_COMPLETE')
  stack.deletedAt = turn.sandbox.clock.now()
  return finish(turn, 'DELETE_COMPLETE')
}

async function removeOne(turn: Turn, resource: ResourceDocument | undefined): Promise<boolean> {
  if (!resource || ['DELETE_COMPLETE', 'DELETE_SKIPPED'].includes(resource.status)) return true
  const { stack, run } = turn
  const { physicalId, logicalId } = resource
  if (physicalId === undefined || run.skip.includes(logicalId)) {
    setResourceStatus(turn, stack, resource, physicalId === undefined ? 'DELETE_COMPLETE' : 'DELETE_SKIPPED')
    return true
  }
  return removeResource(turn, { ...resource, physicalId }, (status, reason) => {
    checkRunning(turn.signal)
    setResourceStatus(turn, stack, resource, status, reason)
  })
}

/** Ends the run. */
export function finish(turn: Turn, status: StackDocument['status'], reason?: string): undefined {
  checkRunning(turn.signal)
  const { stack, run } = turn
  if (status === 'CREATE_FAILED' || status === 'UPDATE_FAILED') {
    stack.unfinished = { previous: run.previous, runIds: [...(run.runIds ?? []), run.id] }
  } else delete stack.unfinished
  setStackStatus(turn, stack, status, reason)
  delete stack.run
  putStack(turn)
}
