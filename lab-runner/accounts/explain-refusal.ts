import { AppError } from '../security/app-error.ts'

const EXPIRED = /Expired|TokenRefreshRequired|RequestExpired/
const REFUSED =
  /InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|AuthFailure|SignatureDoesNotMatch|InvalidSignature|AccessDenied/
const BUSY = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/
const NO_CREDENTIALS = /CredentialsProviderError/

/** Why AWS did not say who we are, in words for the learner. */
export function explainRefusal(error: unknown): AppError {
  if (error instanceof AppError) return error
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  if (EXPIRED.test(name)) {
    return new AppError('credentials-expired', 409, 'The credentials have expired.', {
      next: 'Fetch new ones and give them in the account menu; then go on where you were.',
      cause: error,
    })
  }
  if (NO_CREDENTIALS.test(name)) {
    return new AppError('no-credentials', 409, `No credentials were found: ${message}`, {
      next: 'Look at the profile with `aws configure list-profiles`, sign in to it if it is an SSO profile, or paste temporary keys.',
      cause: error,
    })
  }
  if (REFUSED.test(name)) {
    return new AppError('credentials-refused', 409, `AWS refuses these credentials: ${message}`, {
      next: 'Look whether the whole key was copied, then give it again in the account menu.',
      cause: error,
    })
  }
  if (BUSY.test(name)) {
    return new AppError('aws-busy', 503, 'AWS is busy: it asks us to slow down.', {
      next: 'Wait half a minute and try again. Nothing is wrong with what you did.',
      cause: error,
    })
  }
  return new AppError('account-unreachable', 503, 'The account does not answer.', {
    next: 'Look whether the network and, for the practice account, `npm start` are up; then try again.',
    cause: error,
  })
}
