import type { Controllers } from '../../gateway/service.ts'
import type { Sandbox } from '../../operation.ts'
import { watchStateChanges } from './state-changes.ts'

/** Takes up again what was on its way to another state: NAT gateways and endpoints. */
export function startControllers(sandbox: Sandbox): Promise<Controllers> {
  const watch = (accountId?: string) => {
    for (const scope of sandbox.store.scopes()) {
      if (accountId === undefined || scope.accountId === accountId) watchStateChanges(sandbox, scope)
    }
    return Promise.resolve()
  }
  const controllers: Controllers = {
    // The timers end with the clock, and find nothing once an account was emptied.
    stop: () => Promise.resolve(),
    restoreAccount: watch,
  }
  return watch().then(() => controllers)
}
