import type { ErrorRequestHandler, Request, RequestHandler } from 'express'
import type { Logger } from 'pino'
import { AppError } from './app-error.ts'
import { errorPage } from './error-page.ts'
import { loggedUrl } from './log.ts'
import { presentError } from './present-error.ts'

/** The one place where an error becomes an answer: JSON for the API, a page for a browser. */
export function errorMiddleware(log: Logger): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return (error, request, response, _next) => {
    const { status, body, expected } = presentError(error)
    const facts = { method: request.method, url: loggedUrl(request.originalUrl), status, code: body.code }
    if (expected) log.info(facts, body.message)
    else log.error({ ...facts, err: error as unknown }, body.message)
    if (response.headersSent) {
      response.destroy()
      return
    }
    response.status(status)
    if (wantsPage(request)) response.type('html').send(errorPage(body))
    else response.json(body)
  }
}

/** What no route took of the API. */
export const unknownRoute: RequestHandler = request => {
  throw new AppError(
    'unknown-route',
    404,
    `There is no ${request.method} ${loggedUrl(request.originalUrl)} here.`,
    {
      next: 'Reload the page: it may be older than the server.',
    },
  )
}

function wantsPage(request: Request): boolean {
  return !request.path.startsWith('/api/') && request.accepts(['json', 'html']) === 'html'
}
