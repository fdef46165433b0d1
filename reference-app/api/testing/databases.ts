import { hasMariaDb, startMariaDb } from '../../../lab-runner/test-support/mariadb.ts'
import { readConfiguration, type DatabaseSettings } from '../configuration.ts'

export interface TestDatabase {
  /** For `openDatabase`; undefined is a new SQLite file. */
  settings?: DatabaseSettings
  /** For a process; empty is SQLite. */
  environment: Record<string, string>
  stop(): Promise<void>
}

/** Databases that the tests run on, each started when asked for. */
export const DATABASES: { name: string; there: boolean; start: () => Promise<TestDatabase> }[] = [
  {
    name: 'SQLite',
    there: true,
    start: () => Promise.resolve({ environment: {}, stop: () => Promise.resolve() }),
  },
  {
    name: 'MariaDB (skipped where mariadbd is not installed; never with CI=true)',
    there: hasMariaDb(),
    async start() {
      const { url, stop } = await startMariaDb()
      const environment = { DATABASE_URL: url, DB_PASSWORD: '' }
      return { settings: readConfiguration({ DATABASE_URL: url }).database, environment, stop }
    },
  },
]
