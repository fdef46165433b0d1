import type { Controllers } from '../../gateway/service.ts'
import type { Sandbox } from '../../operation.ts'
import { databases } from './databases.ts'
import { filesForSnapshot, takeFiles } from './snapshot-files.ts'

/** Runs the database servers of every account. */
export function startControllers(sandbox: Sandbox): Promise<Controllers> {
  const servers = databases(sandbox)
  servers.start()
  return Promise.resolve({
    stop: () => servers.stop(),
    resetAccount: accountId => servers.reset(accountId),
    saveAccount: accountId => filesForSnapshot(sandbox, servers, accountId),
    restoreAccount: accountId => {
      takeFiles(sandbox, accountId)
      servers.start(accountId)
      return Promise.resolve()
    },
  })
}
