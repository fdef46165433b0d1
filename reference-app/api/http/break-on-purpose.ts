import { setTimeout as pause } from 'node:timers/promises'
import type { RequestHandler } from 'express'
import type { Fault } from '../version.ts'
import { AppError } from './app-error.ts'

const SLOW_MS = 2000
const LEAK_BYTES = 2 * 1024 * 1024
const ERROR_SHARE = 0.05

/** What the broken versions do to each request. (`unready` is in health.ts, `deaf` in server.ts.) */
export function breakOnPurpose(fault: Fault | null, random: () => number = Math.random): RequestHandler {
  const leaked: Buffer[] = []
  return async (_request, _response, next) => {
    if (fault === 'slow') await pause(SLOW_MS)
    // Filled, because memory that nobody has written to costs nothing.
    if (fault === 'leak') leaked.push(Buffer.alloc(LEAK_BYTES, 1))
    if (fault === 'errors' && random() < ERROR_SHARE) {
      throw new AppError(
        500,
        'broken-on-purpose',
        'This version answers one request in twenty with an error.',
      )
    }
    next()
  }
}
