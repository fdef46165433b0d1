import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import libsql from 'libsql'
import { DataSource, QueryFailedError, type DataSourceOptions } from 'typeorm'
import { AccountEntity } from '../accounts/account.entity.ts'
import { LearnerEntity } from '../accounts/learner.entity.ts'
import { LoginEntity } from '../accounts/login.entity.ts'
import { Initial1763800000000 } from '../migrations/1763800000000-initial.ts'
import { RunEntity } from '../runs/run.entity.ts'
import { VerdictEntity } from '../runs/verdict.entity.ts'
import { LedgerEntity } from '../sessions/ledger.entity.ts'
import { SessionEntity } from '../sessions/session.entity.ts'
import { StepRecordEntity } from '../sessions/step-state.entity.ts'
import { TerminalEntity } from '../terminals/terminal.entity.ts'

const entities = [
  AccountEntity,
  LearnerEntity,
  LedgerEntity,
  LoginEntity,
  RunEntity,
  SessionEntity,
  StepRecordEntity,
  TerminalEntity,
  VerdictEntity,
]

/** Connects and migrates. `url` is `mysql://`, `mariadb://` or `postgres://`; without one it is the SQLite file. */
export async function openDatabase(options: { url?: string; file: string }): Promise<DataSource> {
  const dataSource = new DataSource({
    ...connection(options),
    entities,
    migrations: [Initial1763800000000],
    migrationsTableName: 'migration',
    synchronize: false,
  } as DataSourceOptions)
  await dataSource.initialize()
  await dataSource.runMigrations({ transaction: 'each' })
  return dataSource
}

/** Whether a write failed because another one was there first. */
export function isDuplicate(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false
  const { code, message } = error.driverError as { code?: string; message: string }
  return code === 'ER_DUP_ENTRY' || code === '23505' || /UNIQUE constraint failed/.test(message)
}

function connection({ url, file }: { url?: string; file: string }) {
  if (!url) {
    mkdirSync(dirname(file), { recursive: true })
    return { type: 'better-sqlite3', driver: libsql, database: file, enableWAL: file !== ':memory:' }
  }
  const { protocol } = new URL(url)
  if (protocol === 'postgres:' || protocol === 'postgresql:') return { type: 'postgres', url }
  if (protocol === 'mysql:' || protocol === 'mariadb:') {
    return { type: protocol.slice(0, -1), url, charset: 'utf8mb4', connectorPackage: 'mysql2' }
  }
  throw new Error(
    `DATABASE_URL begins with ${protocol}// and must begin with mysql://, mariadb:// or postgres://. Leave it out to use SQLite.`,
  )
}
