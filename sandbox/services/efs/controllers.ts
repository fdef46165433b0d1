import type { Controllers } from '../../gateway/service.ts'
import type { Sandbox } from '../../operation.ts'
import { packFolder, unpackFolder } from '../../store/folder-archive.ts'
import type { Scope } from '../../store/store.ts'
import type { StoredDocument } from '../../store/stored-document.ts'
import { directoryOf, efsFolder, makeDirectory, removeFolder } from './file-systems.ts'
import { efs } from './store.ts'

const KIND = 'efs:files'

/** Removes an account's files with it, and gives file systems of a snapshot their directories. */
export function startControllers(sandbox: Sandbox): Promise<Controllers> {
  return Promise.resolve({
    stop: () => Promise.resolve(),
    resetAccount: accountId => Promise.resolve(removeFolder(sandbox, efsFolder(sandbox, accountId))),
    saveAccount: accountId => scopesOf(sandbox, accountId).flatMap(scope => filesOf(sandbox, scope)),
    restoreAccount: accountId => {
      for (const scope of scopesOf(sandbox, accountId)) {
        for (const { id } of efs(scope).fileSystems.values()) {
          makeDirectory(sandbox, scope, id)
          const carried = scope.collection<{ base64: string }>(KIND)
          const files = carried.get(id)
          if (files) unpackFolder(files.base64, directoryOf(sandbox, scope, id))
          carried.delete(id)
        }
      }
      return Promise.resolve()
    },
  })
}

/** The file systems' contents for a snapshot. */
function filesOf(sandbox: Sandbox, scope: Scope): StoredDocument[] {
  return efs(scope)
    .fileSystems.values()
    .map(({ id }) => {
      const base64 = packFolder(directoryOf(sandbox, scope, id), `What the file system ${id} holds`)
      return { region: scope.region, kind: KIND, id, body: { base64 } }
    })
}

function scopesOf({ store }: Sandbox, accountId: string): Scope[] {
  return store.scopes().filter(scope => scope.accountId === accountId)
}
