import { existsSync } from 'node:fs'
import { join } from 'node:path'
import express, { Router, type RequestHandler } from 'express'
import { errorPage } from './security/error-page.ts'

const HASHED = /\/_astro\//
const ENCODINGS = [
  { name: 'br', extension: '.br' },
  { name: 'gzip', extension: '.gz' },
]

/** The built site: hashed files for a year, everything else asked for anew; compressed where the build has compressed it. */
export function staticSite(siteDir: string): Router {
  const router = Router()
  router.use(notBuilt(siteDir), precompressed(siteDir))
  router.use(
    express.static(siteDir, {
      extensions: ['html'],
      setHeaders(response, path) {
        const lasting = HASHED.test(path)
        response.setHeader('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    }),
  )
  router.use((_request, response) => {
    response.status(404)
    const page = join(siteDir, '404.html')
    if (existsSync(page)) response.sendFile(page, { root: '/' })
    else
      response
        .type('html')
        .send(errorPage({ message: 'There is no such page.', next: 'Go to the start page: /' }))
  })
  return router
}

function notBuilt(siteDir: string): RequestHandler {
  return (_request, response, next) => {
    if (existsSync(join(siteDir, 'index.html'))) {
      next()
      return
    }
    response.status(503).type('html').set('retry-after', '5')
    response.send(
      errorPage({
        message: 'The site is not built yet.',
        next: `No index.html in ${siteDir}. \`npm start\` builds it; by hand: npm run build. Then reload.`,
      }),
    )
  }
}

/** Serves `page.html.br` for `page.html` to a browser that takes it. */
function precompressed(siteDir: string): RequestHandler {
  return (request, response, next) => {
    const path = request.path.endsWith('/') ? `${request.path}index.html` : request.path
    const type = /\.(html|js|css|svg|json|xml|txt)$/.exec(path)?.[1]
    if (!type || path.includes('..')) {
      next()
      return
    }
    response.vary('accept-encoding')
    const encoding = ENCODINGS.find(
      ({ name, extension }) =>
        request.acceptsEncodings(name) && existsSync(join(siteDir, `${path}${extension}`)),
    )
    if (encoding) {
      request.url = `${path}${encoding.extension}`
      response.type(type).set('content-encoding', encoding.name)
    }
    next()
  }
}
