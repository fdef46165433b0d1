import type { Sandbox } from '../../operation.ts'
import { outboxOf } from './outbox.ts'
import { deliver } from './targets.ts'

/** From now on what rules send reaches their targets; one that refuses what it is to get keeps none from the others. */
export function deliverEvents(sandbox: Sandbox): void {
  outboxOf(sandbox).open(delivery => {
    const failed = (error: unknown) => {
      const where = { rule: delivery.ruleArn, target: delivery.target.Arn }
      sandbox.log.warn({ ...where, err: error }, 'An event could not be sent to a target of its rule.')
    }
    try {
      deliver(sandbox, delivery)?.catch(failed)
    } catch (error) {
      failed(error)
    }
  })
}
