import { readFileSync } from 'node:fs'
import mysql from 'mysql2'
import { DataSource, type DataSourceOptions } from 'typeorm'
import type { DatabaseSettings } from '../configuration.ts'
import { FileEntity } from '../files/file.entity.ts'
import { UserEntity } from '../users/user.entity.ts'
import { migrate } from './migrate.ts'
import { Initial1763800000000 } from '../migrations/1763800000000-initial.ts'
import { NodeSqlite } from './sqlite.ts'

/** Connects and migrates. */
export async function openDatabase(settings: DatabaseSettings): Promise<DataSource> {
  const database = new DataSource({
    ...connection(settings),
    entities: [FileEntity, UserEntity],
    migrations: [Initial1763800000000],
    synchronize: false,
  })
  await database.initialize()
  try {
    await migrate(database)
    return database
  } catch (error) {
    await database.destroy()
    throw error
  }
}

function connection(settings: DatabaseSettings): DataSourceOptions {
  if (settings.kind === 'sqlite') {
    const { file } = settings
    return { type: 'better-sqlite3', driver: NodeSqlite, database: file, enableWAL: true, timeout: 60_000 }
  }
  const { host, port, user, password, name, caFile } = settings
  return {
    type: 'mysql',
    driver: mysql,
    host,
    port,
    username: user,
    password,
    database: name,
    charset: 'utf8mb4',
    connectTimeout: 5000,
    ...(caFile && { ssl: { ca: readFileSync(caFile, 'utf8') } }),
  }
}
