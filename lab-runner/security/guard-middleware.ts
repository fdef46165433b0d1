import express, { type RequestHandler } from 'express'
import { AppError } from './app-error.ts'
import type { OriginGuard } from './origin-guard.ts'

const READS = new Set(['GET', 'HEAD'])
const CHANGES = new Set(['POST', 'PUT', 'DELETE'])

export function forbiddenOrigin(): AppError {
  return new AppError(
    'forbidden-origin',
    403,
    'This request comes from another page, or under another name.',
    {
      next: 'Open the workshop at the address that `npm start` printed.',
    },
  )
}

/** Refuses foreign Hosts and Origins, other methods, and bodies that are not JSON. */
export function guardRequests(guard: OriginGuard): RequestHandler {
  return (request, response, next) => {
    if (!guard.allowsRequest(request)) throw forbiddenOrigin()
    if (!READS.has(request.method) && !CHANGES.has(request.method)) {
      response.set('allow', [...READS, ...CHANGES].join(', '))
      throw new AppError('method-not-allowed', 405, `${request.method} is not used here.`, {
        next: 'Use GET, POST, PUT or DELETE.',
      })
    }
    if ((request.method === 'POST' || request.method === 'PUT') && !request.is('application/json')) {
      throw new AppError('json-only', 415, 'The request is not JSON.', {
        next: 'Send Content-Type: application/json.',
      })
    }
    next()
  }
}

/** Reads JSON bodies up to 100 kB; a missing one is an empty object. */
export const readJson: RequestHandler[] = [
  express.json({ limit: '100kb' }),
  (request, _response, next) => {
    request.body ??= {}
    next()
  },
]
