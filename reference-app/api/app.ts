import path from 'node:path'
import express, { type Express, type RequestHandler } from 'express'
import { aboutRoutes, readAbout } from './about.ts'
import type { Deps } from './deps.ts'
import * as fileEndpoints from './files/file-endpoints.ts'
import { fileRoutes } from './files/file-routes.ts'
import { healthRoutes } from './health.ts'
import { breakOnPurpose } from './http/break-on-purpose.ts'
import { answerErrors, notFound } from './http/error-middleware.ts'
import { guard } from './http/guard.ts'
import { logRequests } from './http/log-requests.ts'
import { openApiDocument } from './http/openapi.ts'
import * as userEndpoints from './users/user-endpoints.ts'
import { userRoutes } from './users/user-routes.ts'

/** The app from top to bottom: what a request passes, in this order. Listening is the caller's. */
export function createApp(deps: Deps): Express {
  const { version, metrics, log } = deps
  const { listUsers, registerUser, deleteUser } = userEndpoints
  const { listFiles, uploadFile, downloadFile, deleteFile } = fileEndpoints
  const endpoints = [
    readAbout,
    listUsers,
    registerUser,
    deleteUser,
    listFiles,
    uploadFile,
    downloadFile,
    deleteFile,
  ]
  const document = openApiDocument(endpoints, version.name)
  const database = deps.database.options.type === 'mysql' ? 'mysql' : 'sqlite'

  const app = express()
  app.disable('x-powered-by')
  // Behind a load balancer the client's address is the one that it adds last.
  app.set('trust proxy', 1)
  app.use(logRequests(log), metrics.measure, describeSelf(deps), guard)
  app.use(healthRoutes({ ...deps, fault: version.fault }))
  app.get(
    '/metrics',
    (_request, response) => void response.type('text/plain; version=0.0.4').send(metrics.text()),
  )
  app.get('/openapi.json', (_request, response) => void response.json(document))
  app.use('/api', noStore, breakOnPurpose(version.fault), express.json({ limit: '16kb', type: isSmall }))
  app.use(aboutRoutes({ ...deps, database }), userRoutes(deps), fileRoutes(deps))
  app.use('/api', notFound)
  app.use(page(deps.publicDir), notFound, answerErrors)
  return app
}

/** A file that is itself JSON is not a body to be parsed. */
function isSmall(request: { url?: string }): boolean {
  return !/\/files\b/.test(request.url ?? '')
}

const noStore: RequestHandler = (_request, response, next) => {
  response.set('cache-control', 'no-store')
  next()
}

/** Says in each answer which version gave it; and when the app is about to stop, that the next request wants a new connection. */
function describeSelf({ version, leaving }: Deps): RequestHandler {
  return (_request, response, next) => {
    response.set('x-app-version', version.name)
    if (leaving()) response.set('connection', 'close')
    next()
  }
}

/** The built page: files with a hash in their name for a year, all others asked for anew. */
function page(folder: string): RequestHandler {
  return express.static(folder, {
    setHeaders(response, file) {
      const hashed = path.basename(path.dirname(file)) === 'assets'
      response.setHeader('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
}
