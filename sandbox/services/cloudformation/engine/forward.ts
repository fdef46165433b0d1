import { parameterProblem } from '../existing-values.ts'
import { exportProblem } from '../exports.ts'
import { policyDenial } from '../stack-policy.ts'
import { cloudformation, type Phase, type ResourceDocument } from '../store.ts'
import { resourceEvent, setStackStatus } from './events.ts'
import { finish } from './finish.ts'
import { runGraph } from './graph.ts'
import { isHalted, watchAlarms, whileWatched } from './halt.ts'
import { makeResource } from './make-resource.ts'
import { outputsOf } from './outputs.ts'
import { checkRunning, type Plan, planOf, putStack, Stopped, type Turn } from './turn.ts'

/** Makes and changes resources, then the outputs. */
export async function forward(turn: Turn): Promise<Phase | undefined> {
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
