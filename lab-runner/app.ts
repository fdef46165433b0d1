import express, { type Express, type RequestHandler } from 'express'
import type { Logger } from 'pino'
import { accountRoutes } from './accounts/account-routes.ts'
import { signInByToken } from './accounts/sign-in-page.ts'
import { deploymentRoutes } from './deployments/deployment-routes.ts'
import type { Deps } from './deps.ts'
import { labRoutes } from './labs/lab-routes.ts'
import { runRoutes } from './runs/run-routes.ts'
import { errorMiddleware, unknownRoute } from './security/error-middleware.ts'
import { guardRequests, readJson } from './security/guard-middleware.ts'
import { securityHeaders } from './security/headers.ts'
import { loggedUrl } from './security/log.ts'
import { staticSite } from './static-site.ts'
import { trafficRoutes } from './traffic/traffic-routes.ts'

/** The workshop over HTTP, from top to bottom. Previews have another host and never come here. */
export function createApp(deps: Deps): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use(logRequests(deps.log))
  app.use(guardRequests(deps.guard))
  app.use(securityHeaders(deps.settings.port))
  app.get('/healthz', async (_request, response) => {
    await deps.database.query('SELECT 1')
    response.json({ status: 'ok', version: deps.settings.version })
  })
  app.use(signInByToken(deps.signIn))
  app.use('/api', noStore, readJson)
  app.use(accountRoutes(deps), labRoutes(deps), runRoutes(deps), trafficRoutes(deps), deploymentRoutes(deps))
  app.use('/api', unknownRoute)
  app.use(staticSite(deps.settings.siteDir))
  app.use(errorMiddleware(deps.log))
  return app
}

const noStore: RequestHandler = (_request, response, next) => {
  response.set('cache-control', 'no-store')
  next()
}

function logRequests(log: Logger): RequestHandler {
  return (request, response, next) => {
    const began = performance.now()
    response.on('finish', () => {
      const ms = Math.round(performance.now() - began)
      log.debug(
        { method: request.method, url: loggedUrl(request.originalUrl), status: response.statusCode, ms },
        'request',
      )
    })
    next()
  }
}
