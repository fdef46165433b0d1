import { randomUUID } from 'node:crypto'
import type { Cancel } from '../../clock.ts'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { resolveFunction } from './functions.ts'
import type { Resolved } from './functions.ts'
import { invokeFunction } from './invoke-function.ts'
import { lambda, type QueuedEvent } from './store.ts'

/** After the first and the second failure, as on AWS. */
const RETRY_AFTER_MS = [60_000, 120_000]

/** Asynchronous invocations: stored before they are acknowledged, tried three times in all, carried on after a restart. */
export class EventQueue {
  readonly #sandbox: Sandbox
  readonly #waiting = new Map<string, Cancel>()
  #stopped = false

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox
  }

  /** `functionName` may be qualified: `name:alias`. */
  add(scope: Scope, functionName: string, payload: string): void {
    const dueAt = this.#sandbox.clock.time(scope.accountId)
    const event: QueuedEvent = { id: randomUUID(), functionName, payload, attempts: 0, dueAt }
    lambda(scope).events.put(event.id, event)
    this.#arm(scope, event)
  }

  /** Takes up what waits in every account, or in one. */
  resume(accountId?: string): void {
    for (const scope of this.#sandbox.store.scopes()) {
      if ((accountId ?? scope.accountId) !== scope.accountId) continue
      for (const event of lambda(scope).events.values()) this.#arm(scope, event)
    }
  }

  stop(): void {
    this.#stopped = true
    for (const cancel of this.#waiting.values()) cancel()
    this.#waiting.clear()
  }

  #arm(scope: Scope, event: QueuedEvent): void {
    if (this.#waiting.has(event.id)) return
    const wait = Math.max(0, event.dueAt - this.#sandbox.clock.time(scope.accountId))
    const cancel = this.#sandbox.clock.after(scope.accountId, wait, () => {
      this.#waiting.delete(event.id)
      void this.#run(scope, event)
    })
    this.#waiting.set(event.id, cancel)
  }

  async #run(scope: Scope, { id }: QueuedEvent): Promise<void> {
    const { events } = lambda(scope)
    const event = events.get(id)
    const resolved = event && existing(scope, event.functionName)
    if (!event || !resolved) return void events.delete(id)
    const { fn, arn } = resolved
    const failed = await invokeFunction(this.#sandbox, scope, fn, event.payload, id, arn).then(
      result => result.failed,
      () => true,
    )
    // Cut short by a stop, it is tried again at the next start; after a reset it is gone.
    if (this.#stopped || !events.has(id)) return
    const attempts = event.attempts + 1
    const pause = RETRY_AFTER_MS[event.attempts]
    if (!failed || pause === undefined) {
      if (failed)
        this.#sandbox.log.warn({ functionArn: fn.functionArn }, 'an event failed three times and was dropped')
      events.delete(id)
      return
    }
    const later = { ...event, attempts, dueAt: this.#sandbox.clock.time(scope.accountId) + pause }
    events.put(id, later)
    this.#arm(scope, later)
  }
}

const queues = new WeakMap<Sandbox, EventQueue>()

/** The queue of a practice account, one a process. */
export function eventQueueOf(sandbox: Sandbox): EventQueue {
  let queue = queues.get(sandbox)
  if (!queue) queues.set(sandbox, (queue = new EventQueue(sandbox)))
  return queue
}

/** Undefined when the function, version or alias has gone meanwhile. */
function existing(scope: Scope, reference: string): Resolved | undefined {
  try {
    return resolveFunction(scope, reference)
  } catch {
    return undefined
  }
}
