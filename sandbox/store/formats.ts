import type { DatabaseSync } from 'node:sqlite'
import { renameSync, rmSync } from 'node:fs'
import { readDocument, writeDocument } from './document-text.ts'
import type { StoredDocument } from './stored-document.ts'

/** What brings the state from the format before to `format`. Once released, a change stays as it is: add another one after it. */
export interface FormatChange {
  format: number
  /** Changes the database's tables. */
  tables?(db: DatabaseSync): void
  /** Changes one document, also one of a snapshot; undefined drops it. */
  document?(document: StoredDocument): StoredDocument | undefined
}

/** Every change of the state's format, in order. */
export const FORMAT_CHANGES: readonly FormatChange[] = [
  {
    format: 1,
    tables: db =>
      db.exec(`
        CREATE TABLE document (
          account_id TEXT NOT NULL, region TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
          PRIMARY KEY (account_id, region, kind, id)
        ) WITHOUT ROWID`),
  },
  {
    // Which Slipway wrote the file, for those older than it to name.
    format: 2,
    tables: db => db.exec('CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID'),
  },
]

/** The format that a list of changes ends in. */
export const newestOf = (changes: readonly FormatChange[]): number => changes.at(-1)?.format ?? 0

/** Brings documents of a snapshot from its format to the newest. */
export function upgradeDocuments(
  format: number,
  documents: StoredDocument[],
  changes = FORMAT_CHANGES,
): StoredDocument[] {
  return changes
    .filter(change => change.format > format)
    .reduce((all, { document }) => (document ? all.flatMap(one => document(one) ?? []) : all), documents)
}

/**
 * Brings the state in `file` to the newest format, all or nothing; what it was before is kept beside it, as
 * `<file>.format-<number>`. Throws when a newer Slipway wrote it.
 */
export function upgradeFile(db: DatabaseSync, file: string, changes = FORMAT_CHANGES): void {
  const { user_version: format } = db.prepare('PRAGMA user_version').get() as { user_version: number }
  const newest = newestOf(changes)
  if (format === newest) return
  if (format > newest) {
    throw new Error(
      `The state in ${file} was written by ${writerOf(db)} (format ${format}, this one reads ${newest}). Update Slipway, or move the file away to begin anew.`,
    )
  }
  const copy = format === 0 ? undefined : copyOf(db, file, format)
  try {
    db.exec('BEGIN EXCLUSIVE')
    for (const change of changes) if (change.format > format) apply(db, change)
    db.exec(`PRAGMA user_version = ${newest}; COMMIT`)
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    if (copy === undefined) throw error
    throw new Error(
      `The state in ${file} could not be brought from format ${format} to ${newest}: ${(error as Error).message}. It is as it was, and copied to ${copy}. Start the Slipway that wrote it, or move the file away to begin anew.`,
      { cause: error },
    )
  }
}

function apply(db: DatabaseSync, { tables, document }: FormatChange): void {
  tables?.(db)
  if (!document) return
  const rows = db.prepare('SELECT account_id, region, kind, id, body FROM document').all()
  const remove = db.prepare(
    'DELETE FROM document WHERE account_id = ? AND region = ? AND kind = ? AND id = ?',
  )
  const put = db.prepare('INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?)')
  const changed = (rows as Record<'account_id' | 'region' | 'kind' | 'id' | 'body', string>[]).map(row => {
    const { account_id: accountId, region, kind, id, body } = row
    return {
      accountId,
      old: { region, kind, id },
      now: document({ region, kind, id, body: readDocument(body) }),
    }
  })
  for (const { accountId, old } of changed) remove.run(accountId, old.region, old.kind, old.id)
  for (const { accountId, now } of changed) {
    if (now) put.run(accountId, now.region, now.kind, now.id, writeDocument(now.body))
  }
}

/** A copy of the whole state, its write-ahead log included; there once it is complete. */
function copyOf(db: DatabaseSync, file: string, format: number): string {
  const copy = `${file}.format-${format}`
  rmSync(`${copy}.part`, { force: true })
  db.prepare('VACUUM INTO ?').run(`${copy}.part`)
  renameSync(`${copy}.part`, copy)
  return copy
}

function writerOf(db: DatabaseSync): string {
  try {
    const row = db.prepare(`SELECT value FROM about WHERE name = 'slipway'`).get() as { value: string }
    return `Slipway ${row.value}`
  } catch {
    return 'a newer Slipway'
  }
}
