import { Router } from 'express'
import type { DataSource } from 'typeorm'
import type { Stores } from './stores/store.ts'
import type { Fault } from './version.ts'

const PATIENCE_MS = 3000

export interface HealthOptions {
  database: DataSource
  stores: Stores
  fault: Fault | null
  /** Whether the app is about to stop. */
  leaving: () => boolean
}

/** `/health/live`: the process answers. `/health/ready`: database and stores answer too, so requests may come. */
export function healthRoutes({ database, stores, fault, leaving }: HealthOptions): Router {
  const checks: Record<string, () => Promise<unknown>> = {
    database: () => database.query('SELECT 1'),
    ...Object.fromEntries(Object.entries(stores).map(([id, store]) => [id, () => store.check()])),
  }

  const router = Router()
  router.get('/health/live', (_request, response) => void response.json({ status: 'ok' }))
  router.get('/health/ready', async (_request, response) => {
    const parts = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await resultOf(check)] as const),
    )
    if (leaving()) parts.push(['app', 'is stopping'])
    if (fault === 'unready') parts.push(['app', 'is never ready: this version is broken on purpose'])
    const ready = parts.every(([, result]) => result === 'ok')
    response
      .status(ready ? 200 : 503)
      .json({ status: ready ? 'ok' : 'not ready', ...Object.fromEntries(parts) })
  })
  return router
}

async function resultOf(check: () => Promise<unknown>): Promise<string> {
  const tooLong = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => tooLong.reject(new Error(`no answer within ${PATIENCE_MS / 1000} s`)),
    PATIENCE_MS,
  )
  try {
    await Promise.race([check(), tooLong.promise])
    return 'ok'
  } catch (error) {
    const { name, code, message } = error as NodeJS.ErrnoException
    return [code ?? name, message].filter(Boolean).join(': ')
  } finally {
    clearTimeout(timer)
  }
}
