import type { Controllers } from '../../gateway/service.ts'
import type { Sandbox } from '../../operation.ts'
import { efsFolder, makeDirectory, removeFolder } from './file-systems.ts'
import { efs } from './store.ts'

/** Removes an account's files with it, and gives file systems of a snapshot their directories. */
export function startControllers(sandbox: Sandbox): Promise<Controllers> {
  return Promise.resolve({
    stop: () => Promise.resolve(),
    resetAccount: accountId => Promise.resolve(removeFolder(sandbox, efsFolder(sandbox, accountId))),
    restoreAccount: accountId => {
      for (const scope of sandbox.store.scopes()) {
        if (scope.accountId !== accountId) continue
        for (const { id } of efs(scope).fileSystems.values()) makeDirectory(sandbox, scope, id)
      }
      return Promise.resolve()
    },
  })
}
