import type { DataSource } from 'typeorm'

const WAIT_SECONDS = 60

/**
 * Brings the tables up to date. Two tasks may start at once, so a lock in the database lets one migrate; the other waits
 * and then finds nothing left to do.
 */
export async function migrate(database: DataSource): Promise<void> {
  if (database.options.type === 'better-sqlite3') return migrateSqlite(database)
  const connection = database.createQueryRunner()
  try {
    // The lock belongs to this connection: were the task killed, the server would let go of it.
    const name = `${String(database.options.database)}.migrations`
    const [row] = (await connection.query('SELECT GET_LOCK(?, ?) AS locked', [name, WAIT_SECONDS])) as {
      locked: unknown
    }[]
    if (Number(row?.locked) !== 1) {
      throw new Error(`Another task has been migrating the database for more than ${WAIT_SECONDS} s.`)
    }
    await database.runMigrations({ transaction: 'none' })
    await connection.query('SELECT RELEASE_LOCK(?)', [name])
  } finally {
    await connection.release()
  }
}

/** SQLite has no named locks, but one connection here and transactions around everything, tables included. */
async function migrateSqlite(database: DataSource): Promise<void> {
  await database.query('BEGIN EXCLUSIVE')
  try {
    await database.runMigrations({ transaction: 'none' })
    await database.query('COMMIT')
  } catch (error) {
    await database.query('ROLLBACK')
    throw error
  }
}
