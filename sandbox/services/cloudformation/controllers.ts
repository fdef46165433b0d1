import type { Controllers } from '../../gateway/service.ts'
import type { Sandbox } from '../../operation.ts'
import { startRuns, stopRuns } from './engine/stack-runs.ts'

/** Takes up the stacks that were under way. */
export function startControllers(sandbox: Sandbox): Promise<Controllers> {
  startRuns(sandbox)
  return Promise.resolve({
    stop: () => stopRuns(sandbox),
    resetAccount: accountId => stopRuns(sandbox, accountId),
    restoreAccount: accountId => Promise.resolve(startRuns(sandbox, accountId)),
  })
}
