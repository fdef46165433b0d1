import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pino, stdTimeFunctions, type Logger } from 'pino'
import type { DataSource } from 'typeorm'
import { createApp } from './app.ts'
import { ConfigurationError, readConfiguration, type Configuration } from './configuration.ts'
import { openDatabase } from './database/connect.ts'
import { sweepFiles } from './files/sweep-files.ts'
import { isUnreachable } from './http/explain-error.ts'
import { createMetrics } from './http/metrics.ts'
import { createFileSystemStore } from './stores/file-system-store.ts'
import { createS3Store } from './stores/s3-store.ts'
import type { Stores } from './stores/store.ts'
import { readTask } from './task.ts'

const DATABASE_ATTEMPTS = 10
const SWEEP_MS = 60_000
/** A load balancer keeps its connections to us for 60 s: ours must last longer, or it meets one that we are just closing (502). */
const KEEP_ALIVE_MS = 65_000
const IDLE_MS = 120_000
const LONGEST_UPLOAD_MS = 60 * 60_000

await main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof ConfigurationError ? error.message : String((error as Error).stack)}\n`,
  )
  process.exitCode = 1
})

async function main(): Promise<void> {
  const configuration = readConfiguration(process.env)
  const { version, host, port } = configuration
  const task = await readTask(process.env.ECS_CONTAINER_METADATA_URI_V4)
  const log = pino({
    level: configuration.logLevel,
    base: { version: version.name, task: task.id },
    formatters: { level: level => ({ level }) },
    timestamp: stdTimeFunctions.isoTime,
    messageKey: 'message',
  })
  let leaving = false
  // As a container's first process, Node gets no default action for signals: without this, a start could only be killed.
  const giveUp = () => process.exit(1)
  process.on('SIGTERM', giveUp).on('SIGINT', giveUp)
  const database = await connectPatiently(configuration, log)
  const stores = await openStores(configuration)
  const app = createApp({
    database,
    stores,
    version,
    task,
    log,
    maxUploadBytes: configuration.maxUploadBytes,
    metrics: createMetrics(),
    publicDir: path.join(import.meta.dirname, 'public'),
    leaving: () => leaving,
  })

  const sweep = () =>
    sweepFiles({ database, stores, log }).catch((error: unknown) => log.warn({ err: error }, 'sweep failed'))
  void sweep()
  const sweeps = setInterval(() => void sweep(), SWEEP_MS)

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: LONGEST_UPLOAD_MS }, app)
  server.setTimeout(IDLE_MS)
  server.once('error', error => {
    process.stderr.write(`Cannot listen on ${host}:${port} (${error.message}). Set PORT to another one.\n`)
    process.exit(1)
  })
  await new Promise<void>(resolve => server.listen(port, host, resolve))
  process.off('SIGTERM', giveUp).off('SIGINT', giveUp)
  process.on('SIGTERM', () => void stop('SIGTERM', configuration.shutdownDelayMs))
  process.on('SIGINT', () => void stop('SIGINT', 0))
  log.info(`Version ${version.name} listens on http://${host}:${(server.address() as AddressInfo).port}`)

  /** Serves on until the load balancer has let go, then finishes what is under way. A second signal ends it at once. */
  async function stop(signal: string, delayMs: number): Promise<void> {
    if (version.fault === 'deaf' && signal === 'SIGTERM')
      return log.warn('SIGTERM, which this version ignores on purpose.')
    if (leaving) process.exit(1)
    leaving = true
    log.info(
      `${signal}: not ready from now on; serving for ${delayMs / 1000} s more, then finishing what is under way.`,
    )
    await pause(delayMs)
    // A connection whose last request ends only now would stay open for the next one.
    const idle = setInterval(() => server.closeIdleConnections(), 250)
    await new Promise(resolve => server.close(resolve))
    clearInterval(idle)
    clearInterval(sweeps)
    await database.destroy()
    log.info('Stopped.')
  }
}

async function openStores({ bucket, filesDir, s3PublicEndpoint }: Configuration): Promise<Stores> {
  return {
    ...(bucket && { s3: createS3Store({ bucket, publicEndpoint: s3PublicEndpoint }) }),
    'file-system': await createFileSystemStore(filesDir),
  }
}

/** A database may still be starting when the first task does; what it refuses, it refuses the tenth time as well. */
async function connectPatiently({ database }: Configuration, log: Logger): Promise<DataSource> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await openDatabase(database)
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (!isUnreachable(error) || attempt === DATABASE_ATTEMPTS) {
        throw new ConfigurationError(`The database cannot be used: ${message || code}`)
      }
      log.warn(
        `The database does not answer (attempt ${attempt} of ${DATABASE_ATTEMPTS}): ${message || code}`,
      )
      await pause(attempt * 500)
    }
  }
}
