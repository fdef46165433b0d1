import type { Controllers } from '../../gateway/service.ts'
import type { Sandbox } from '../../operation.ts'
import { ScheduledRuns } from './scheduled-runs.ts'

/** Runs scheduled actions; scaling policies are run by their alarms. */
export function startControllers(sandbox: Sandbox): Promise<Controllers> {
  const runs = new ScheduledRuns(sandbox)
  const watch = (accountId?: string) => {
    for (const scope of sandbox.store.scopes()) {
      if (accountId === undefined || scope.accountId === accountId) runs.watch(scope)
    }
  }
  watch()
  return Promise.resolve({
    stop: () => Promise.resolve(runs.stop()),
    resetAccount: accountId => Promise.resolve(runs.leave(accountId)),
    restoreAccount: accountId => Promise.resolve(watch(accountId)),
  })
}
