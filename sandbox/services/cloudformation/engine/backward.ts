import { cloudformation, type Phase, type ResourceDocument, type Touch } from '../store.ts'
import { setResourceStatus, setStackStatus } from './events.ts'
import { failureReason } from './failure.ts'
import { runGraph } from './graph.ts'
import { leftoverKey, putLeftover } from './leftovers.ts'
import { BACK, resourceType } from './resource-type.ts'
import { settle } from './settle.ts'
import { isTouched, wholeOf } from './touch.ts'
import { checkRunning, Stopped, type Turn } from './turn.ts'
import { changeFor } from './work.ts'

/** Brings every resource that an update has touched back to what it was when the stack was last whole. */
export async function backward(turn: Turn): Promise<Phase | undefined> {
  const { scope, stack, run } = turn
  const resources = cloudformation(scope).resources(stack.stackId)
  const needs = new Map<string, string[]>()
  for (const resource of resources.values().filter(one => isTouched(run, one))) {
    const before = wholeOf(resource.touched as Touch)
    if (before) needs.set(resource.logicalId, before.dependsOn)
    else forgetCreated(turn, resource)
  }
  run.failed = []
  const failed = await runGraph(needs, id => restore(turn, resources.get(id) as ResourceDocument), {
    goOn: true,
  })
  checkRunning(turn.signal)
  if (failed.length > 0) {
    const reason = `The following resource(s) failed to update: [${failed.join(', ')}]. `
    setStackStatus(turn, stack, 'UPDATE_ROLLBACK_FAILED', reason)
    return undefined
  }
  const { previous } = run
  if (previous) {
    Object.assign(stack, previous)
  }
  setStackStatus(turn, stack, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS')
  return 'cleanup'
}

function forgetCreated(turn: Turn, resource: ResourceDocument): void {
  const leftover = { ...resource, updateReplacePolicy: resource.deletionPolicy }
  putLeftover(turn, leftover, resource.properties, { takenBack: true })
  cloudformation(turn.scope).resources(turn.stack.stackId).delete(resource.logicalId)
}

async function restore(turn: Turn, resource: ResourceDocument): Promise<boolean> {
  const { scope, stack, run } = turn
  const touch = resource.touched as Touch
  const before = wholeOf(touch) as NonNullable<Touch['before']>
  if (run.skip.includes(resource.logicalId)) {
    setResourceStatus(turn, stack, Object.assign(resource, before, { touched: undefined }), 'UPDATE_COMPLETE')
    return true
  }
  const isReplaced = resource.physicalId !== before.physicalId
  const wanted = resource.properties
  setResourceStatus(turn, stack, resource, 'UPDATE_IN_PROGRESS')
  try {
    if (isReplaced) {
      const leftovers = cloudformation(scope).leftovers(stack.stackId)
      leftovers.delete(leftoverKey({ ...resource, physicalId: before.physicalId ?? '' }))
      putLeftover(turn, { ...resource, updateReplacePolicy: 'Delete' })
      Object.assign(resource, before)
    } else if (touch.action === 'update' || touch.whole !== undefined) {
      const type = await resourceType(resource.type)
      const attempted = touch.attempted ?? wanted
      Object.assign(resource, before, { attributes: resource.attributes })
      const token = `${touch.token}${BACK}`
      const { begunAt } = touch
      const subject = { ...resource, physicalId: before.physicalId ?? '', token, begunAt }
      const result = await type?.update?.(await changeFor(turn, subject, attempted))
      checkRunning(turn.signal)
      if (result?.attributes) resource.attributes = result.attributes
      if (type)
        await settle(turn, resource, type, { ...touch, token, before: { ...before, properties: attempted } })
    } else Object.assign(resource, before)
    checkRunning(turn.signal)
    resource.touched = undefined
    setResourceStatus(turn, stack, resource, 'UPDATE_COMPLETE')
    return true
  } catch (error) {
    if (error instanceof Stopped) throw error
    setResourceStatus(turn, stack, resource, 'UPDATE_FAILED', failureReason(error, touch.token))
    return false
  }
}
