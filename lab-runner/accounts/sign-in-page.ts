import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { RequestHandler } from 'express'
import { AppError } from '../security/app-error.ts'
import type { SignIn } from './sign-in.ts'

const WRONG_TOKENS = { points: 10, duration: 60 }

/** Turns the token of a printed address into a cookie, and answers with the same address without it. */
export function signInByToken(signIn: SignIn): RequestHandler {
  const limiter = new RateLimiterMemory(WRONG_TOKENS)
  return async function signInPage(request, response, next) {
    const { token } = request.query
    if (token === undefined || request.method !== 'GET' || request.path.startsWith('/api/')) {
      next()
      return
    }
    const address = request.socket.remoteAddress ?? ''
    const url = new URL(request.originalUrl, 'http://workshop')
    url.searchParams.delete('token')
    // A path that begins with two slashes would be another host.
    const clean = `/${url.pathname.replace(/^\/+/, '')}${url.search}`
    response.set('cache-control', 'no-store')
    const wrong = await limiter.get(address)
    if (wrong && wrong.consumedPoints >= WRONG_TOKENS.points) {
      response.set('retry-after', String(Math.ceil(wrong.msBeforeNext / 1000)))
      throw new AppError('too-many-tries', 429, 'Too many wrong tokens came from here.', {
        next: 'Wait a minute, then open the address that `npm start` printed last.',
      })
    }
    const result = await signIn.exchange(typeof token === 'string' ? token : '')
    if (typeof result === 'object') {
      response.set('set-cookie', result.setCookie).redirect(303, clean)
      return
    }
    // An address that was opened before, by the same browser: it is signed in already.
    if (await signIn.learnerOf(request)) {
      response.redirect(303, clean)
      return
    }
    await limiter.penalty(address)
    throw result === 'used'
      ? new AppError('token-used', 401, 'This address has been used already: its token works once.', {
          next: 'In the browser that used it you are signed in. For another one, start the workshop again with `npm start`, and open the address that it prints.',
        })
      : new AppError('token-wrong', 401, 'This address holds a token that is not known here.', {
          next: 'Open the address that `npm start` printed last; earlier ones no longer work.',
        })
  }
}
