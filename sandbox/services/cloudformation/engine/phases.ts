import { cloudformation, type Phase, type ResourceDocument } from '../store.ts'
import { backward } from './backward.ts'
import { setResourceStatus } from './events.ts'
import { finish } from './finish.ts'
import { forward } from './forward.ts'
import { runGraph, reversed } from './graph.ts'
import { removeResource } from './remove-resource.ts'
import { checkRunning, type Turn } from './turn.ts'

/** What is done in each phase of a run; each answers the phase that follows, or none at the run's end. */
export const PHASES: Record<Phase, (turn: Turn) => Promise<Phase | undefined>> = {
  forward,
  backward,
  cleanup,
  remove,
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
