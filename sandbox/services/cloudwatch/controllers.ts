import type { Controllers } from '../../gateway/service.ts'
import type { Sandbox } from '../../operation.ts'
import { writeMetrics } from './metrics.ts'
import { forgetSeries } from './series.ts'

/** Writes metrics down at the end. */
export function startControllers(sandbox: Sandbox): Promise<Controllers> {
  const forget = (accountId: string) => {
    for (const scope of sandbox.store.scopes()) if (scope.accountId === accountId) forgetSeries(scope)
    return Promise.resolve()
  }
  return Promise.resolve({
    stop: () => Promise.resolve(writeMetrics(sandbox)),
    resetAccount: forget,
    restoreAccount: forget,
  })
}
