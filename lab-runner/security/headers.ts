import helmet from 'helmet'
import type { RequestHandler } from 'express'

/**
 * Security headers of every page. Scripts may come from here only; which inline ones may run is said by the hashes that the site
 * has in its own meta tag, and both policies must agree, hence 'unsafe-inline' in this one.
 */
export function securityHeaders(port: () => number): RequestHandler {
  let headers: RequestHandler | undefined
  return (request, response, next) => {
    headers ??= helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          scriptSrc: ["'self'", "'unsafe-inline'", "'wasm-unsafe-eval'"],
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", 'data:'],
          fontSrc: ["'self'", 'data:'],
          connectSrc: ["'self'", `ws://127.0.0.1:${port()}`, `ws://localhost:${port()}`],
          frameSrc: [`http://*.localhost:${port()}`],
          frameAncestors: ["'none'"],
          formAction: ["'self'"],
          baseUri: ["'self'"],
          objectSrc: ["'none'"],
          workerSrc: ["'self'", 'blob:'],
        },
      },
      // On http these two say nothing or break the preview's frames.
      strictTransportSecurity: false,
      crossOriginEmbedderPolicy: false,
      referrerPolicy: { policy: 'same-origin' },
    })
    headers(request, response, next)
  }
}
