import { chmodSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import packageFile from '../package.json' with { type: 'json' }
import { readDocument, writeDocument } from './document-text.ts'
import { type FormatChange, upgradeFile } from './formats.ts'
import type { StoredDocument } from './stored-document.ts'

/** Documents of one kind (`ecs:service`) in one account and region. Change a document, then `put` it again. */
export interface Collection<T extends object> {
  get(id: string): T | undefined
  has(id: string): boolean
  put(id: string, document: T): void
  delete(id: string): boolean
  values(): T[]
  readonly size: number
}

/** The state of one account in one region; IAM and other global services use the region `global`. */
export interface Scope {
  readonly accountId: string
  readonly region: string
  collection<T extends object>(kind: string): Collection<T>
  /** Documents of a kind in every account and region, for what must be unique in all. */
  everywhere<T extends object>(kind: string): T[]
}

/** All state of the practice account: in memory to read, written through to disk by `flush`. */
export interface Store {
  scope(accountId: string, region: string): Scope
  /** Every scope that holds a document. */
  scopes(): Scope[]
  /**
   * Writes what has changed since the last flush, in one transaction. Called before each answer leaves. Throws
   * StoreWriteError when the disk is full; the changes are kept, and written by the next flush that succeeds.
   */
  flush(): void
  /** The account's documents, for a snapshot. */
  exportAccount(accountId: string): StoredDocument[]
  /** Puts these documents in the place of all that the account had. */
  replaceAccount(accountId: string, documents: StoredDocument[]): void
  close(): void
}

/** The state could not be written. What was acknowledged before is on disk; what is new is kept in memory and tried again. */
export class StoreWriteError extends Error {
  override readonly name = 'StoreWriteError'

  constructor(file: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(
      `The practice account could not write its state to ${file}: ${reason}. Nothing it acknowledged is lost. Make room on that disk and try again.`,
      { cause },
    )
  }
}

/** Settings of a store, for tests. */
export interface StoreOptions {
  /** Pages of 4 KiB that the file may grow to: a disk that fills up. */
  largestPages?: number
  /** @default FORMAT_CHANGES */
  formatChanges?: readonly FormatChange[]
}

/** Opens the state in `file`, made if it is not there; `:memory:` keeps nothing. One process at a time may have it open. */
export function openStore(file: string, options: StoreOptions = {}): Store {
  if (file !== ':memory:') mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const db = new DatabaseSync(file)
  // It holds secrets. SQLite gives its journal the same permissions.
  if (file !== ':memory:') chmodSync(file, 0o600)
  try {
    return new SqliteStore(db, file, options)
  } catch (error) {
    db.close()
    const { message } = error as Error
    if (/locked/.test(message)) {
      throw new Error(`The state in ${file} is in use by another practice account. Stop that one first.`, {
        cause: error,
      })
    }
    if (/not a database|malformed/.test(message)) {
      throw new Error(`The state in ${file} is damaged (${message}). Move the file away to begin anew.`, {
        cause: error,
      })
    }
    throw error
  }
}

type Kinds = Map<string, Map<string, object>>

interface Change {
  accountId: string
  region: string
  kind: string
  id: string
}

const RETRY_AFTER = 1000

class SqliteStore implements Store {
  readonly #db: DatabaseSync
  readonly #file: string
  readonly #put: StatementSync
  readonly #remove: StatementSync
  readonly #data = new Map<string, { scope: Scope; kinds: Kinds }>()
  readonly #changed = new Map<string, Change>()
  #scheduled = false
  #retry: NodeJS.Timeout | undefined
  #open = true

  constructor(db: DatabaseSync, file: string, { largestPages, formatChanges }: StoreOptions) {
    this.#db = db
    this.#file = file
    // The exclusive lock keeps a second practice account from writing over this one's state; it ends with the process.
    db.exec(
      'PRAGMA busy_timeout = 500; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;',
    )
    if (largestPages !== undefined) db.exec(`PRAGMA max_page_count = ${largestPages}`)
    upgradeFile(db, file, formatChanges)
    db.prepare(`INSERT OR REPLACE INTO about VALUES ('slipway', ?)`).run(packageFile.version)
    this.#put = db.prepare('INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?)')
    this.#remove = db.prepare(
      'DELETE FROM document WHERE account_id = ? AND region = ? AND kind = ? AND id = ?',
    )
    const rows = db.prepare('SELECT account_id, region, kind, id, body FROM document').iterate()
    for (const row of rows as Iterable<Record<'account_id' | 'region' | 'kind' | 'id' | 'body', string>>) {
      this.#kind(row.account_id, row.region, row.kind).set(row.id, readDocument(row.body) as object)
    }
  }

  scope(accountId: string, region: string): Scope {
    return this.#entry(accountId, region).scope
  }

  scopes(): Scope[] {
    return [...this.#data.values()].filter(({ kinds }) => kinds.size > 0).map(({ scope }) => scope)
  }

  flush(): void {
    if (this.#changed.size === 0 || !this.#open) return
    const texts = [...this.#changed.values()].map(change => ({ change, text: this.#text(change) }))
    try {
      this.#db.exec('BEGIN IMMEDIATE')
      for (const { change, text } of texts) {
        const { accountId, region, kind, id } = change
        if (text === undefined) this.#remove.run(accountId, region, kind, id)
        else this.#put.run(accountId, region, kind, id, text)
      }
      this.#db.exec('COMMIT')
    } catch (error) {
      // SQLite may have rolled back by itself already, as it does when the disk is full.
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK')
      throw new StoreWriteError(this.#file, error)
    }
    this.#changed.clear()
  }

  exportAccount(accountId: string): StoredDocument[] {
    return [...this.#data.values()]
      .filter(({ scope }) => scope.accountId === accountId)
      .flatMap(({ scope, kinds }) =>
        [...kinds].flatMap(([kind, documents]) =>
          [...documents].map(([id, body]) => ({
            region: scope.region,
            kind,
            id,
            body: structuredClone(body),
          })),
        ),
      )
  }

  replaceAccount(accountId: string, documents: StoredDocument[]): void {
    for (const { scope, kinds } of this.#data.values()) {
      if (scope.accountId !== accountId) continue
      for (const [kind, held] of kinds) for (const id of held.keys()) scope.collection(kind).delete(id)
    }
    for (const { region, kind, id, body } of documents) {
      this.scope(accountId, region)
        .collection(kind)
        .put(id, structuredClone(body) as object)
    }
    this.flush()
  }

  close(): void {
    if (!this.#open) return
    clearTimeout(this.#retry)
    try {
      this.flush()
    } finally {
      this.#open = false
      this.#db.close()
    }
  }

  #text(change: Change): string | undefined {
    const { accountId, region, kind, id } = change
    const document = this.#kind(accountId, region, kind).get(id)
    try {
      return document && writeDocument(document)
    } catch (error) {
      // One document that cannot be written must not keep all others from the disk for ever.
      this.#changed.delete(keyOf(change))
      throw new Error(
        `The ${kind} ${id} of account ${accountId} cannot be stored: ${(error as Error).message}`,
        { cause: error },
      )
    }
  }

  #entry(accountId: string, region: string): { scope: Scope; kinds: Kinds } {
    const key = `${accountId}/${region}`
    let entry = this.#data.get(key)
    if (!entry) {
      // Every request asks for a dozen of them, and every turn of the schedulers for those of each account.
      const made = new Map<string, Collection<never>>()
      const collection = <T extends object>(kind: string): Collection<T> => {
        let found = made.get(kind)
        if (!found) {
          found = this.#collection<never>(accountId, region, kind)
          made.set(kind, found)
        }
        return found
      }
      const everywhere = <T extends object>(kind: string) => this.#everywhere<T>(kind)
      entry = { scope: { accountId, region, collection, everywhere }, kinds: new Map() }
      this.#data.set(key, entry)
    }
    return entry
  }

  #everywhere<T>(kind: string): T[] {
    return [...this.#data.values()].flatMap(({ kinds }) => [...(kinds.get(kind)?.values() ?? [])] as T[])
  }

  #kind(accountId: string, region: string, kind: string): Map<string, object> {
    const { kinds } = this.#entry(accountId, region)
    let documents = kinds.get(kind)
    if (!documents) {
      documents = new Map<string, object>()
      kinds.set(kind, documents)
    }
    return documents
  }

  #collection<T extends object>(accountId: string, region: string, kind: string): Collection<T> {
    const documents = this.#kind(accountId, region, kind) as Map<string, T>
    const mark = (id: string) => this.#mark(accountId, region, kind, id)
    return {
      get: id => documents.get(id),
      has: id => documents.has(id),
      put: (id, document) => {
        documents.set(id, document)
        mark(id)
      },
      delete: id => {
        const was = documents.delete(id)
        if (was) mark(id)
        return was
      },
      values: () => [...documents.values()],
      get size() {
        return documents.size
      },
    }
  }

  #mark(accountId: string, region: string, kind: string, id: string): void {
    const change = { accountId, region, kind, id }
    this.#changed.set(keyOf(change), change)
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => this.#flushUnasked())
  }

  /**
   * Changes that no request waits for (a controller's) reach the disk at the end of this turn of the event loop. If that
   * fails, the next caller's own flush says so; without a caller it is tried again until it succeeds.
   */
  #flushUnasked(): void {
    this.#scheduled = false
    try {
      this.flush()
    } catch {
      clearTimeout(this.#retry)
      this.#retry = setTimeout(() => this.#flushUnasked(), RETRY_AFTER).unref()
    }
  }
}

function keyOf({ accountId, region, kind, id }: Change): string {
  return `${accountId}/${region}/${kind}/${id}`
}
