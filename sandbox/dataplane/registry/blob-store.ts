import { existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import type { Sandbox } from '../../operation.ts'

/** Bytes of an account's blobs, by digest; `sha256:<64 hex digits>` only. */
export function blobFile(sandbox: Sandbox, accountId: string, digest: string): string {
  const hex = /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1]
  if (hex === undefined) throw new Error(`${digest} is no digest.`)
  return path.join(folderOf(sandbox, accountId), 'blobs', hex)
}

/** Bytes of a blob that is being uploaded. */
export function uploadFile(sandbox: Sandbox, accountId: string, id: string): string {
  const folder = path.join(folderOf(sandbox, accountId), 'uploads')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return path.join(folder, path.basename(id))
}

/** Puts a whole upload on disk for good; afterwards `keepBlob` makes a blob of it. */
export async function syncUpload(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Renames a synced upload into its blob. Synchronous, so that nothing comes between it and the document that refers to it. */
export function keepBlob(sandbox: Sandbox, accountId: string, file: string, digest: string): void {
  const blob = blobFile(sandbox, accountId, digest)
  mkdirSync(path.dirname(blob), { recursive: true, mode: 0o700 })
  renameSync(file, blob)
}

export function blobSize(sandbox: Sandbox, accountId: string, digest: string): number | undefined {
  return statSync(blobFile(sandbox, accountId, digest), { throwIfNoEntry: false })?.size
}

export function removeBlob(sandbox: Sandbox, accountId: string, digest: string): void {
  rmSync(blobFile(sandbox, accountId, digest), { force: true })
}

/** Gives an account a blob that another account on this machine has, as a restored snapshot may need. True when it has it now. */
export function adoptBlob(sandbox: Sandbox, accountId: string, digest: string): boolean {
  const blob = blobFile(sandbox, accountId, digest)
  if (existsSync(blob)) return true
  const other = accountsWithBlobs(sandbox)
    .map(account => blobFile(sandbox, account, digest))
    .find(file => existsSync(file))
  if (other === undefined) return false
  mkdirSync(path.dirname(blob), { recursive: true, mode: 0o700 })
  linkSync(other, blob)
  return true
}

/** Accounts that have a folder here. */
export function accountsWithBlobs(sandbox: Sandbox): string[] {
  return namesIn(path.join(sandbox.config.dataDir, 'registry')).filter(name => /^\d{12}$/.test(name))
}

/** Removes every file of an account that is neither of these blobs nor one of these uploads. */
export function removeOthers(
  sandbox: Sandbox,
  accountId: string,
  digests: Set<string>,
  uploads: Set<string>,
): void {
  const folder = folderOf(sandbox, accountId)
  for (const hex of namesIn(path.join(folder, 'blobs'))) {
    if (!digests.has(`sha256:${hex}`)) rmSync(path.join(folder, 'blobs', hex), { force: true })
  }
  for (const id of namesIn(path.join(folder, 'uploads'))) {
    if (!uploads.has(id)) rmSync(path.join(folder, 'uploads', id), { force: true })
  }
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}

function folderOf(sandbox: Sandbox, accountId: string): string {
  return path.join(sandbox.config.dataDir, 'registry', accountId)
}
