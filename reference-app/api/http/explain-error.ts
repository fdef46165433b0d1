import { S3ServiceException } from '@aws-sdk/client-s3'
import { QueryFailedError } from 'typeorm'
import { AppError } from './app-error.ts'

const UNREACHABLE = /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|EPIPE)$/
const DATABASE_GONE = /^(PROTOCOL_CONNECTION_LOST|ER_CON_COUNT_ERROR|ER_SERVER_SHUTDOWN)$/

/** Whether the other side could not be reached at all. */
export function isUnreachable(error: unknown): boolean {
  const { code = '' } = (error ?? {}) as NodeJS.ErrnoException
  return UNREACHABLE.test(code) || DATABASE_GONE.test(code)
}

/** Turns any error into one that can be answered; what is not understood becomes a plain 500 that tells nothing of our insides. */
export function explainError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const { code = '', message = '' } = (error ?? {}) as NodeJS.ErrnoException
  const known = (status: number, name: string, text: string) =>
    new AppError(status, name, text, { cause: error })

  if (code === 'ENOSPC' || code === 'EDQUOT' || /database or disk is full/.test(message)) {
    return known(
      507,
      'disk-full',
      'The disk is full, so nothing was stored. Delete files, or choose the other store.',
    )
  }
  if (error instanceof S3ServiceException) {
    return known(
      503,
      's3-refused',
      `S3 answered ${error.name}, so nothing was changed. The log of this task has S3’s own words; check the bucket and the task role.`,
    )
  }
  if ((error as Error | undefined)?.name === 'CredentialsProviderError') {
    return known(
      503,
      's3-refused',
      'This task has no AWS credentials, so S3 is closed to it. Give it a task role.',
    )
  }
  if (isUnreachable(error)) {
    // What the database's library says has a place for SQL; a store's error has none.
    const fromDatabase = error instanceof QueryFailedError || 'fatal' in (error as object)
    return fromDatabase
      ? known(503, 'database-unavailable', 'The database cannot be reached just now. Try again in a moment.')
      : known(503, 'store-unavailable', 'The store cannot be reached just now. Try again in a moment.')
  }
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) {
    return known(
      503,
      'store-refused',
      'The file system refused the app. Check the owner and the mode of FILES_DIR.',
    )
  }
  // What Express's own readers throw, such as JSON that is none.
  const { status, expose } = (error ?? {}) as { status?: number; expose?: boolean }
  if (status !== undefined && status < 500 && expose) return known(status, 'invalid-request', `${message}.`)
  return known(
    500,
    'internal-error',
    'Something went wrong on our side. The log has the reason under this request id.',
  )
}
