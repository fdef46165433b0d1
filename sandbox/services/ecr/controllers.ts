import type { Controllers } from '../../gateway/service.ts'
import type { Sandbox } from '../../operation.ts'
import { reconcile, registryAccounts } from './layers.ts'
import { lifecycleRuns } from './lifecycle-runs.ts'

/** Clears up what a crash has left, and runs lifecycle policies as the account's time passes. */
export function startControllers(sandbox: Sandbox): Promise<Controllers> {
  const runs = lifecycleRuns(sandbox)
  for (const accountId of registryAccounts(sandbox)) {
    reconcile(sandbox, accountId)
    runs.watch(accountId)
  }
  return Promise.resolve({
    stop: () => Promise.resolve(runs.stop()),
    restoreAccount: accountId => {
      reconcile(sandbox, accountId)
      runs.watch(accountId)
      return Promise.resolve()
    },
  })
}
