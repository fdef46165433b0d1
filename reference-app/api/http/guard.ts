import type { RequestHandler } from 'express'
import { AppError } from './app-error.ts'

const headers = {
  // The workshop shows this app in a frame; nothing else may come from elsewhere.
  'content-security-policy': "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

/** Headers for browsers, and no changes on behalf of other sites. */
export const guard: RequestHandler = (request, response, next) => {
  response.set(headers)
  const from = request.get('sec-fetch-site')
  if (
    request.method !== 'GET' &&
    request.method !== 'HEAD' &&
    from &&
    from !== 'same-origin' &&
    from !== 'none'
  ) {
    throw new AppError(
      403,
      'cross-site',
      'Another site tried to change something here in your name. Nothing was changed.',
    )
  }
  next()
}
