import type { Target } from '@aws-sdk/client-eventbridge'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'

/** What a target of a rule is to get. */
export interface Delivery {
  scope: Scope
  target: Target
  text: string
  ruleArn: string
  /** Of a log group: where the event is written to. */
  stream: string
}

type Deliver = (delivery: Delivery) => void

const outboxes = new WeakMap<Sandbox, Outbox>()

/** Takes what rules send. Every service tells of events, and some get them: so nobody who tells imports who gets. */
export class Outbox {
  readonly #waiting: Delivery[] = []
  #deliver: Deliver | undefined

  put(delivery: Delivery): void {
    if (this.#deliver) this.#deliver(delivery)
    else this.#waiting.push(delivery)
  }

  /** Delivers from now on, and first what came before. */
  open(deliver: Deliver): void {
    this.#deliver = deliver
    for (const delivery of this.#waiting.splice(0)) deliver(delivery)
  }
}

/** That of this practice account. */
export function outboxOf(sandbox: Sandbox): Outbox {
  let outbox = outboxes.get(sandbox)
  if (!outbox) outboxes.set(sandbox, (outbox = new Outbox()))
  return outbox
}
