import { rmSync } from 'node:fs'
import path from 'node:path'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { EventFile } from './event-file.ts'
import type { LogStreamDocument } from './store.ts'

/** Streams beyond this are read from disk again when they are asked for. */
const MEMORY_BYTES = 64 * 1024 * 1024

const open = new WeakMap<Sandbox, Map<string, EventFile>>()

/** The events of a stream; those used last stay in memory. */
export function eventFile(sandbox: Sandbox, scope: Scope, stream: LogStreamDocument): EventFile {
  const files = filesOf(sandbox)
  const name = path.join(folderOf(sandbox, scope.accountId), scope.region, `${stream.fileId}.jsonl`)
  const file = files.get(name) ?? new EventFile(name)
  files.delete(name)
  files.set(name, file)
  let bytes = 0
  for (const [key, held] of [...files].reverse()) {
    bytes += held.bytes
    if (bytes > MEMORY_BYTES && held !== file) files.delete(key)
  }
  return file
}

/** Removes all events of an account. */
export function removeEventFiles(sandbox: Sandbox, accountId: string): void {
  const folder = folderOf(sandbox, accountId)
  for (const key of filesOf(sandbox).keys()) if (key.startsWith(`${folder}/`)) filesOf(sandbox).delete(key)
  rmSync(folder, { recursive: true, force: true })
}

function filesOf(sandbox: Sandbox): Map<string, EventFile> {
  let files = open.get(sandbox)
  if (!files) open.set(sandbox, (files = new Map<string, EventFile>()))
  return files
}

function folderOf(sandbox: Sandbox, accountId: string): string {
  return path.join(sandbox.config.dataDir, 'logs', accountId)
}
