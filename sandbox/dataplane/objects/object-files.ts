import { randomUUID } from 'node:crypto'
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { copyFile } from 'node:fs/promises'
import path from 'node:path'
import type { Sandbox } from '../../operation.ts'

const FILE_ID = /^[0-9a-f]{32}$/

/** Bytes of objects and parts lie in files of their own that never change; documents name them by id. Keys name no file. */
export function objectFile(sandbox: Sandbox, accountId: string, id: string): string {
  if (!FILE_ID.test(id)) throw new Error(`${id} is no id of a file of objects.`)
  return path.join(folderOf(sandbox, accountId), 'files', id.slice(0, 2), id)
}

/** A new id, and where its bytes go until they are whole. */
export function newObjectFile(sandbox: Sandbox, accountId: string): { id: string; arriving: string } {
  const id = randomUUID().replaceAll('-', '')
  const folder = path.join(folderOf(sandbox, accountId), 'arriving')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return { id, arriving: path.join(folder, id) }
}

/**
 * Makes an arrived file one that documents may name. Synchronous, so that nothing comes between it and the document; it
 * throws ENOENT when the account was emptied meanwhile.
 */
export function keepObjectFile(sandbox: Sandbox, accountId: string, id: string, arriving: string): void {
  const file = objectFile(sandbox, accountId, id)
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  renameSync(arriving, file)
}

/** The same bytes under a new id, of this or of another account: they are linked where the disk can, else copied. */
export async function duplicateObjectFile(
  sandbox: Sandbox,
  from: { accountId: string; id: string },
  accountId: string,
): Promise<string> {
  const { id, arriving } = newObjectFile(sandbox, accountId)
  const source = objectFile(sandbox, from.accountId, from.id)
  try {
    linkSync(source, arriving)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error
    await copyFile(source, arriving)
  }
  keepObjectFile(sandbox, accountId, id, arriving)
  return id
}

/** Frees the bytes; the document that named them must be gone from the disk by now. */
export function removeObjectFiles(sandbox: Sandbox, accountId: string, ids: Iterable<string>): void {
  for (const id of ids) rmSync(objectFile(sandbox, accountId, id), { force: true })
}

/** Gives an account a file that another account of this machine has, as a restored snapshot may need. True when it has it now. */
export function adoptObjectFile(sandbox: Sandbox, accountId: string, id: string): boolean {
  if (!FILE_ID.test(id)) return false
  const file = objectFile(sandbox, accountId, id)
  if (existsSync(file)) return true
  const other = accountsWithObjects(sandbox)
    .map(account => objectFile(sandbox, account, id))
    .find(candidate => existsSync(candidate))
  if (other === undefined) return false
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  linkSync(other, file)
  return true
}

/** The bytes of a file that is not large; undefined when it is gone. */
export function readObjectFile(sandbox: Sandbox, accountId: string, id: string): Buffer | undefined {
  const file = objectFile(sandbox, accountId, id)
  return existsSync(file) ? readFileSync(file) : undefined
}

/** Writes a file whose bytes came in a snapshot, unless it is there. */
export function writeObjectFile(sandbox: Sandbox, accountId: string, id: string, bytes: Buffer): void {
  if (!FILE_ID.test(id)) return
  const file = objectFile(sandbox, accountId, id)
  if (existsSync(file)) return
  const { arriving } = newObjectFile(sandbox, accountId)
  writeFileSync(arriving, bytes, { mode: 0o600, flush: true })
  keepObjectFile(sandbox, accountId, id, arriving)
}

/** Accounts that have a folder here. */
export function accountsWithObjects(sandbox: Sandbox): string[] {
  return namesIn(path.join(sandbox.config.dataDir, 'objects')).filter(name => /^\d{12}$/.test(name))
}

/** Removes what is arriving and every file of an account but these. */
export function removeOtherFiles(sandbox: Sandbox, accountId: string, ids: ReadonlySet<string>): void {
  const folder = folderOf(sandbox, accountId)
  rmSync(path.join(folder, 'arriving'), { recursive: true, force: true })
  for (const shelf of namesIn(path.join(folder, 'files'))) {
    for (const id of namesIn(path.join(folder, 'files', shelf))) {
      if (!ids.has(id)) rmSync(path.join(folder, 'files', shelf, id), { force: true })
    }
  }
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}

function folderOf(sandbox: Sandbox, accountId: string): string {
  return path.join(sandbox.config.dataDir, 'objects', accountId)
}
