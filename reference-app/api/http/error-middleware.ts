import type { ErrorRequestHandler, Request, RequestHandler } from 'express'
import { AppError } from './app-error.ts'
import { explainError } from './explain-error.ts'
import { logOf } from './log-requests.ts'

/** For how long the rest of a request is read whose answer is an error already. */
const DRAIN_MS = 30_000

/** The one place where an error becomes an answer. */
export const answerErrors: ErrorRequestHandler = (error, request, response, _next) => {
  const log = logOf(response)
  if (request.destroyed && !request.complete) {
    log.info('the client went away before its request was complete')
    return
  }
  const { status, code, message } = explainError(error)
  if (status >= 500) log.error({ err: error as unknown }, message)
  if (response.headersSent) {
    response.destroy()
    return
  }
  for (const name of ['content-disposition', 'content-type', 'cache-control']) response.removeHeader(name)
  response.status(status).json({ error: { code, message, requestId: response.get('x-request-id') } })
  drain(request)
}

/** A connection that is closed on a client that still sends shows it a broken connection instead of our answer. */
function drain(request: Request): void {
  if (request.complete) return
  const patience = setTimeout(() => request.destroy(), DRAIN_MS)
  request.once('close', () => clearTimeout(patience)).resume()
}

export const notFound: RequestHandler = request => {
  throw new AppError(
    404,
    'unknown-route',
    `There is no ${request.method} ${request.path} here. See /openapi.json.`,
  )
}
