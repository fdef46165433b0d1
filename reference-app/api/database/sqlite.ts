import { DatabaseSync } from 'node:sqlite'

/** What TypeORM's `better-sqlite3` driver asks of its library, answered by Node's own SQLite: nothing to compile, on any CPU. */
export class NodeSqlite {
  readonly #database: DatabaseSync

  constructor(file: string, options: { timeout: number }) {
    this.#database = new DatabaseSync(file, { timeout: options.timeout })
  }

  pragma(text: string) {
    return this.#database.prepare(`PRAGMA ${text}`).all()
  }

  prepare(sql: string) {
    const statement = this.#database.prepare(sql)
    const reader = statement.columns().length > 0
    return { reader, all: statement.all.bind(statement), run: statement.run.bind(statement) }
  }

  close() {
    this.#database.close()
  }
}
