import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Sandbox } from '../../operation.ts'
import { packFolder, unpackFolder } from '../../store/folder-archive.ts'
import type { StoredDocument } from '../../store/stored-document.ts'
import type { Databases } from './databases.ts'
import { accountFolder, passable, RUNNING_FILES } from './server/folders.ts'
import { heldStillNow } from './server/process.ts'
import { rds } from './store.ts'

const KIND = 'rds:files'

/** Databases and their snapshots for a snapshot of the whole account, each as a crash would leave it. */
export function filesForSnapshot(
  { store }: Sandbox,
  databases: Databases,
  accountId: string,
): StoredDocument[] {
  const documents: StoredDocument[] = []
  const add = (id: string, base64: string) =>
    documents.push({ region: 'global', kind: KIND, id, body: { base64 } })
  for (const scope of store.scopes().filter(one => one.accountId === accountId)) {
    for (const instance of rds(scope).instances.values()) {
      const folder = databases.folderOf(scope, instance)
      const data = path.join(folder, 'data')
      if (!existsSync(data)) continue
      add(
        `${instance.resourceId}/data`,
        heldStillNow(folder, () => packFolder(data, `What the database ${instance.id} holds`, RUNNING_FILES)),
      )
    }
    for (const { id } of rds(scope).snapshots.values()) {
      const folder = databases.snapshotFolder(scope, id)
      if (existsSync(folder)) add(path.basename(folder), packFolder(folder, `The DB snapshot ${id}`))
    }
  }
  return documents
}

/** Puts the files that came with an account's snapshot where its databases are. */
export function takeFiles({ config, store }: Sandbox, accountId: string): void {
  const carried = store.scope(accountId, 'global').collection<{ base64: string }>(KIND)
  if (carried.size === 0) return
  for (const { id, body } of store.exportAccount(accountId).filter(({ kind }) => kind === KIND)) {
    // An id is a resource's, or comes with the snapshot of whoever holds the admin token; neither leads elsewhere.
    const parts = id.split('/').filter(part => /^[\w-]+$/.test(part))
    const root = accountFolder(config.dataDir, accountId)
    const folder = path.join(root, ...parts)
    passable(path.dirname(folder))
    rmSync(folder, { recursive: true, force: true })
    unpackFolder((body as { base64: string }).base64, folder)
    carried.delete(id)
  }
}
