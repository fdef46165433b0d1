import type { Controllers } from '../../gateway/service.ts'
import type { Sandbox } from '../../operation.ts'
import { writeMetrics } from './metrics.ts'
import { Minutes } from './minutes.ts'
import { forgetSeries } from './series.ts'

/** Measures and evaluates every minute of each account's own time, and writes metrics down at the end. */
export function startControllers(sandbox: Sandbox): Promise<Controllers> {
  const minutes = new Minutes(sandbox)
  const { store } = sandbox
  const forget = (accountId: string) => {
    for (const scope of store.scopes()) if (scope.accountId === accountId) forgetSeries(scope)
  }
  for (const accountId of new Set(store.scopes().map(scope => scope.accountId))) minutes.watch(accountId)
  return Promise.resolve({
    stop: () => {
      minutes.stop()
      writeMetrics(sandbox)
      return Promise.resolve()
    },
    resetAccount: accountId => {
      minutes.leave(accountId)
      forget(accountId)
      return Promise.resolve()
    },
    restoreAccount: accountId => {
      forget(accountId)
      minutes.watch(accountId)
      return Promise.resolve()
    },
  })
}
