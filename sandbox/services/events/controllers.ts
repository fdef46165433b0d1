import type { Controllers } from '../../gateway/service.ts'
import type { Sandbox } from '../../operation.ts'
import { deliverEvents } from './deliver-events.ts'
import { ScheduledRules } from './scheduled-rules.ts'

/** Delivers what rules send, and runs rules with schedules; rules with patterns are run by what happens. */
export function startControllers(sandbox: Sandbox): Promise<Controllers> {
  deliverEvents(sandbox)
  const rules = new ScheduledRules(sandbox)
  const watch = (accountId?: string) => {
    for (const scope of sandbox.store.scopes()) {
      if (accountId === undefined || scope.accountId === accountId) rules.watch(scope)
    }
  }
  watch()
  return Promise.resolve({
    stop: () => Promise.resolve(rules.stop()),
    resetAccount: accountId => Promise.resolve(rules.leave(accountId)),
    restoreAccount: accountId => Promise.resolve(watch(accountId)),
  })
}
