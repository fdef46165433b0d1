import type { Controllers } from '../../gateway/service.ts'
import type { Sandbox } from '../../operation.ts'
import { removeEventFiles } from './event-files.ts'

/** CloudWatch Logs does nothing by itself; a reset takes the events along. */
export function startControllers(sandbox: Sandbox): Promise<Controllers> {
  return Promise.resolve({
    stop: () => Promise.resolve(),
    resetAccount: accountId => Promise.resolve(removeEventFiles(sandbox, accountId)),
  })
}
