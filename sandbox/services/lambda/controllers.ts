import type { Controllers } from '../../gateway/service.ts'
import type { Sandbox } from '../../operation.ts'
import { removeFolders } from './code.ts'
import { eventQueueOf } from './event-queue.ts'
import { environmentsOf } from './invoke-function.ts'

/** Carries on with events that wait, and ends functions' processes. */
export function startControllers(sandbox: Sandbox): Promise<Controllers> {
  const queue = eventQueueOf(sandbox)
  queue.resume()
  const empty = (accountId: string) => {
    environmentsOf(sandbox).end(accountId)
    removeFolders(sandbox, accountId)
    return Promise.resolve()
  }
  return Promise.resolve({
    stop: () => {
      queue.stop()
      environmentsOf(sandbox).end()
      return Promise.resolve()
    },
    resetAccount: empty,
    restoreAccount: async accountId => {
      await empty(accountId)
      queue.resume(accountId)
    },
  })
}
