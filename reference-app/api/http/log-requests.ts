import { randomUUID } from 'node:crypto'
import type { RequestHandler, Response } from 'express'
import type { Logger } from 'pino'

/** Gives each request an id and a log of its own, and writes one line when it has ended. */
export function logRequests(log: Logger): RequestHandler {
  return (request, response, next) => {
    const began = performance.now()
    const given = request.get('x-request-id')
    // An id from outside is kept, so that logs of several servers can be joined; anything else than an id is not.
    const requestId = given && /^[\w-]{1,64}$/.test(given) ? given : randomUUID()
    response.set('x-request-id', requestId)
    response.locals.log = log.child({ requestId })
    response.once('close', () => {
      // Load balancers ask for health every few seconds: that is a line only for who wants all.
      const level = request.path.startsWith('/health/') ? 'debug' : 'info'
      logOf(response)[level](
        {
          method: request.method,
          path: request.path,
          status: response.statusCode,
          milliseconds: Math.round(performance.now() - began),
          client: request.ip,
          ...(!response.writableFinished && { cutOff: true }),
        },
        'request',
      )
    })
    next()
  }
}

/** The log that carries the id of the request which this answers. */
export function logOf(response: Response): Logger {
  return response.locals.log as Logger
}
