import { cloudformation, type MadeResource, type ResourceDocument, type Touch } from '../store.ts'
import { Cancelled } from './failure.ts'
import type { ResourceType } from './resource-type.ts'
import { checkRunning, pause, type Turn } from './turn.ts'
import { changeFor } from './work.ts'

const POLL_MS = 100
/** A wait that lasts is asked about less often. */
const SLOWEST_MS = 500

/** Waits until a resource is complete, and reads its attributes. Throws Cancelled when another has failed meanwhile. */
export async function settle(
  turn: Turn,
  resource: ResourceDocument,
  type: ResourceType,
  touch: Touch,
): Promise<void> {
  const { scope, stack, run, signal } = turn
  const subject = {
    ...resource,
    physicalId: resource.physicalId ?? '',
    token: touch.token,
  } as MadeResource & { token: string }
  if (!type.settled && !type.read) return
  const change = await changeFor(turn, subject, touch.before?.properties ?? {})
  for (let ms = POLL_MS; type.settled && !(await type.settled(change)); ms = Math.min(ms * 1.2, SLOWEST_MS)) {
    if (run.failed.length > 0 || run.cancelled) throw new Cancelled('Resource creation cancelled')
    await pause(signal, ms)
  }
  if (!type.read) return
  const attributes = await type.read(change)
  checkRunning(signal)
  resource.attributes = { ...resource.attributes, ...attributes }
  cloudformation(scope).resources(stack.stackId).put(resource.logicalId, resource)
}
