import { cloudformation, type Phase, type ResourceDocument, type Touch } from '../store.ts'
import { setResourceStatus, setStackStatus } from './events.ts'
import { failureReason } from './failure.ts'
import { runGraph } from './graph.ts'
import { leftoverKey, putLeftover } from './leftovers.ts'
import { BACK, resourceType } from './resource-type.ts'
import { settle } from './settle.ts'
import { checkRunning, Stopped, type Turn } from './turn.ts'
import { changeFor } from './work.ts'

/** Brings every resource that an update has touched back to what it was. */
export async function backward(turn: Turn): Promise<Phase | undefined> {
  const { scope, stack, run } = turn
  const resources = cloudformation(scope).resources(stack.stackId)
  const touched = resources.values().filter(({ touched: touch }) => touch?.runId === run.id)
  for (const resource of touched) if (resource.touched?.action === 'create') forgetCreated(turn, resource)
  const needs = new Map(
    touched
      .filter(({ touched: touch }) => touch?.before)
      .map(({ logicalId, touched: touch }) => [logicalId, touch?.before?.dependsOn ?? []]),
  )
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
    const { templateText, parameters, tags, capabilities, notificationArns, description, outputs } = previous
    Object.assign(stack, {
      templateText,
      parameters,
      tags,
      capabilities,
      notificationArns,
      description,
      outputs,
    })
  }
  setStackStatus(turn, stack, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS')
  return 'cleanup'
}

function forgetCreated(turn: Turn, resource: ResourceDocument): void {
  putLeftover(turn, { ...resource, updateReplacePolicy: resource.deletionPolicy })
  cloudformation(turn.scope).resources(turn.stack.stackId).delete(resource.logicalId)
}

async function restore(turn: Turn, resource: ResourceDocument): Promise<boolean> {
  const { scope, stack, run } = turn
  const touch = resource.touched as Touch
  const before = touch.before as NonNullable<Touch['before']>
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
    } else if (touch.action === 'update') {
      const type = await resourceType(resource.type)
      const attempted = touch.attempted ?? wanted
      Object.assign(resource, before, { attributes: resource.attributes })
      const token = `${touch.token}${BACK}`
      const subject = { ...resource, physicalId: before.physicalId ?? '', token }
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
