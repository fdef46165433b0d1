import type { NextFunction, Request, Response } from 'express'
import type { SignIn } from '../accounts/sign-in.ts'
import type { Learner } from '../accounts/learner.entity.ts'
import { AppError } from './app-error.ts'

export function notSignedIn(): AppError {
  return new AppError('not-signed-in', 401, 'You are not signed in here.', {
    next: 'Open the address that `npm start` printed last; it holds a token that works once.',
  })
}

/** Lets only a signed-in learner on. */
export function requireLearner({ signIn }: { signIn: SignIn }) {
  return async function learner<Params>(request: Request<Params>, response: Response, next: NextFunction) {
    const found = await signIn.learnerOf(request)
    if (!found) throw notSignedIn()
    response.locals.learner = found
    next()
  }
}

/** The learner that `requireLearner` let on. */
export function learnerOf(response: Response): Learner {
  return response.locals.learner as Learner
}
