import type { Logger } from 'pino'
import type { DataSource } from 'typeorm'
import type { Metrics } from './http/metrics.ts'
import type { Stores } from './stores/store.ts'
import type { Task } from './task.ts'
import type { Version } from './version.ts'

/** What the app is made of; its routes take what they need of it. */
export interface Deps {
  database: DataSource
  stores: Stores
  maxUploadBytes: number
  version: Version
  task: Task
  metrics: Metrics
  log: Logger
  /** The built page. */
  publicDir: string
  /** Whether the app is about to stop. */
  leaving: () => boolean
}
