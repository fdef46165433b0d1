import type { ResourceStatus } from '@aws-sdk/client-cloudformation'
import { randomUUID } from 'node:crypto'
import type { LeftoverDocument } from '../store.ts'
import { resourceEvent } from './events.ts'
import { CallError } from './call-error.ts'
import { failureReason, isGone, isStillUsed, ResourceFailure } from './failure.ts'
import { resourceType } from './resource-type.ts'
import { snapshotOf } from './snapshot.ts'
import { pause, Stopped, type Turn } from './turn.ts'
import { changeFor } from './work.ts'

const POLL_MS = 100
/** What uses a thing may need a while to go: a load balancer's addresses, a service's tasks. */
const STILL_USED_MS = 60_000

type Tell = (status: ResourceStatus, reason?: string) => void

/** Removes what a resource is, or leaves it where its policy says so. Answers whether that succeeded; `tell` is told how it goes. */
export async function removeResource(turn: Turn, leftover: LeftoverDocument, tell?: Tell): Promise<boolean> {
  const told: Tell = tell ?? ((status, reason) => resourceEvent(turn, turn.stack, leftover, status, reason))
  const { deletionPolicy: policy } = leftover
  const takenBack = isTakenBack(turn, leftover)
  const isRetained = policy === 'Retain' ? !(takenBack && turn.run.removesCreated) : !takenBack
  if (policy.startsWith('Retain') && isRetained) {
    told('DELETE_SKIPPED')
    return true
  }
  const token = randomUUID()
  told('DELETE_IN_PROGRESS')
  try {
    const type = await resourceType(leftover.type)
    if (!type)
      throw new ResourceFailure(`The practice account does not have resources of type ${leftover.type}.`)
    const change = await changeFor(turn, { ...leftover, token }).catch((error: unknown) => {
      // A secret that its properties name may have gone before it; nothing is removed by what it held.
      if (!(error instanceof CallError)) throw error
      return changeFor(turn, { ...leftover, properties: withoutReferences(leftover.properties), token })
    })
    if (policy === 'Snapshot' && !takenBack) await snapshotOf(turn, leftover)
    const isRemoved = await attempt(turn, () => type.remove(change))
    while (isRemoved && type.removed && !(await type.removed(change).catch(goneIsTrue)))
      await pause(turn.signal, POLL_MS)
    told('DELETE_COMPLETE')
    return true
  } catch (error) {
    if (error instanceof Stopped) throw error
    told('DELETE_FAILED', failureReason(error, token))
    return false
  }
}

/** Whether it was made by what is now taken back: there is nothing in it to keep. */
function isTakenBack({ run, stack }: Turn, { takenBack }: LeftoverDocument): boolean {
  return takenBack === true || run.kind === 'create' || stack.status === 'ROLLBACK_IN_PROGRESS'
}

/** Tries until nothing uses it any more, or for too long. False when there is no such thing. */
async function attempt(turn: Turn, remove: () => Promise<void>): Promise<boolean> {
  const until = performance.now() + STILL_USED_MS
  for (let ms = POLL_MS; ; ms = Math.min(ms * 1.5, 1000)) {
    try {
      await remove()
      return true
    } catch (error) {
      if (isGone(error)) return false
      if (!isStillUsed(error) || performance.now() > until) throw error
    }
    await pause(turn.signal, ms)
  }
}

function goneIsTrue(error: unknown): true {
  if (isGone(error)) return true
  throw error
}

function withoutReferences(properties: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(properties).replaceAll('{{resolve:', '{{')) as Record<string, unknown>
}
