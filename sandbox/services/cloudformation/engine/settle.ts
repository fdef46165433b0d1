import { cloudformation, type MadeResource, type ResourceDocument, type Touch } from '../store.ts'
import { Cancelled, PlainFailure } from './failure.ts'
import { isHalted } from './halt.ts'
import type { ResourceType } from './resource-type.ts'
import { signalsFor } from './signals.ts'
import { checkRunning, pause, type Turn } from './turn.ts'
import { changeFor } from './work.ts'

const POLL_MS = 100
/** A wait that lasts is asked about less often. */
const SLOWEST_MS = 500

/** Signals that a resource waits for, and for how long. */
export interface WantedSignals {
  count: number
  seconds: number
}

/** Waits until a resource is complete, and reads its attributes. Throws Cancelled when the run is given up meanwhile. */
export async function settle(
  turn: Turn,
  resource: ResourceDocument,
  type: ResourceType,
  touch: Touch,
  signals?: WantedSignals,
): Promise<void> {
  const { scope, stack, signal } = turn
  const subject = {
    ...resource,
    physicalId: resource.physicalId ?? '',
    ...{ token: touch.token, begunAt: touch.begunAt },
  } as MadeResource & { token: string; begunAt: number }
  if (!type.settled && !type.read && !signals) return
  const change = await changeFor(turn, subject, touch.before?.properties ?? {})
  await until(turn, () => type.settled?.(change) ?? Promise.resolve(true))
  if (signals && touch.action !== 'update')
    await until(turn, () => Promise.resolve(hasSignals(turn, touch, signals)))
  if (!type.read) return
  const attributes = await type.read(change)
  checkRunning(signal)
  resource.attributes = { ...resource.attributes, ...attributes }
  cloudformation(scope).resources(stack.stackId).put(resource.logicalId, resource)
}

async function until({ run, signal }: Turn, isSo: () => Promise<boolean>): Promise<void> {
  for (let ms = POLL_MS; !(await isSo()); ms = Math.min(ms * 1.2, SLOWEST_MS)) {
    if (run.phase === 'forward' && isHalted(run)) throw new Cancelled('Resource creation cancelled')
    await pause(signal, ms)
  }
}

function hasSignals(
  { scope, stack, sandbox }: Turn,
  touch: Touch,
  { count, seconds }: WantedSignals,
): boolean {
  const signals = signalsFor(scope, stack.stackId, touch.token)
  const failed = signals.find(({ status }) => status === 'FAILURE')
  if (failed) throw new PlainFailure(`Received FAILURE signal with UniqueId ${failed.id}`)
  if (signals.length >= count) return true
  if (sandbox.clock.time(scope.accountId) < touch.begunAt + seconds * 1000) return false
  throw new PlainFailure(
    `Failed to receive ${count - signals.length} resource signal(s) within the specified duration`,
  )
}
