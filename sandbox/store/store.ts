import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

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
}

/** One stored document, as snapshots carry it. */
export interface StoredDocument {
  region: string
  kind: string
  id: string
  body: unknown
}

/** All state of the practice account: in memory to read, written through to disk by `flush`. */
export interface Store {
  scope(accountId: string, region: string): Scope
  /** Every scope that holds a document. */
  scopes(): Scope[]
  /** Writes what has changed since the last flush, in one transaction. Called before each answer leaves; throws when the disk is full. */
  flush(): void
  /** The account's documents, for a snapshot. */
  exportAccount(accountId: string): StoredDocument[]
  /** Puts these documents in the place of all that the account had. */
  replaceAccount(accountId: string, documents: StoredDocument[]): void
  close(): void
}

const SCHEMA_VERSION = 1

/** Opens the state in `file`, made if it is not there; `:memory:` keeps nothing. */
export function openStore(file: string): Store {
  if (file !== ':memory:') mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  return new SqliteStore(new DatabaseSync(file), file)
}

type Kinds = Map<string, Map<string, object>>

class SqliteStore implements Store {
  readonly #db: DatabaseSync
  readonly #data = new Map<string, { scope: Scope; kinds: Kinds }>()
  readonly #changed = new Map<string, { accountId: string; region: string; kind: string; id: string }>()
  #scheduled = false
  #open = true

  constructor(db: DatabaseSync, file: string) {
    this.#db = db
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000;')
    const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number }
    if (version > SCHEMA_VERSION) {
      throw new Error(
        `The state in ${file} was written by a newer Slipway (format ${version}, this one reads ${SCHEMA_VERSION}). Update Slipway, or move the file away to begin anew.`,
      )
    }
    db.exec(`
      CREATE TABLE IF NOT EXISTS document (
        account_id TEXT NOT NULL, region TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (account_id, region, kind, id)
      ) WITHOUT ROWID;
      PRAGMA user_version = ${SCHEMA_VERSION};`)
    const rows = db.prepare('SELECT account_id, region, kind, id, body FROM document').iterate()
    for (const row of rows as Iterable<Record<'account_id' | 'region' | 'kind' | 'id' | 'body', string>>) {
      this.#kind(row.account_id, row.region, row.kind).set(row.id, JSON.parse(row.body) as object)
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
    const changes = [...this.#changed.values()]
    const put = this.#db.prepare('INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?)')
    const remove = this.#db.prepare(
      'DELETE FROM document WHERE account_id = ? AND region = ? AND kind = ? AND id = ?',
    )
    this.#db.exec('BEGIN IMMEDIATE')
    try {
      for (const { accountId, region, kind, id } of changes) {
        const document = this.#kind(accountId, region, kind).get(id)
        if (document) put.run(accountId, region, kind, id, JSON.stringify(document))
        else remove.run(accountId, region, kind, id)
      }
      this.#db.exec('COMMIT')
    } catch (error) {
      this.#db.exec('ROLLBACK')
      throw error
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
    this.flush()
    this.#open = false
    this.#db.close()
  }

  #entry(accountId: string, region: string): { scope: Scope; kinds: Kinds } {
    const key = `${accountId}/${region}`
    let entry = this.#data.get(key)
    if (!entry) {
      const collection = <T extends object>(kind: string) => this.#collection<T>(accountId, region, kind)
      entry = { scope: { accountId, region, collection }, kinds: new Map() }
      this.#data.set(key, entry)
    }
    return entry
  }

  #kind(accountId: string, region: string, kind: string): Map<string, object> {
    const { kinds } = this.#entry(accountId, region)
    let documents = kinds.get(kind)
    if (!documents) kinds.set(kind, (documents = new Map()))
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

  /** Changes that no request waits for (a controller's) reach the disk at the end of this turn of the event loop. */
  #mark(accountId: string, region: string, kind: string, id: string): void {
    this.#changed.set(`${accountId}/${region}/${kind}/${id}`, { accountId, region, kind, id })
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.flush()
    })
  }
}
