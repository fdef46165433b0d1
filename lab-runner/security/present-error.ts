import { errorVerdict } from '@slipway/labs/explain-errors.ts'
import { ZodError } from 'zod'
import type { ApiError } from '../contract.ts'
import { AppError } from './app-error.ts'

const DISK_FULL = new Set(['ENOSPC', 'SQLITE_FULL', 'EDQUOT'])
const DATABASE_GONE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  'ER_SERVER_SHUTDOWN',
  '57P01',
])

/** What leaves for an error: its own words when it is meant for a learner, a masked 500 when it is not. */
export function presentError(error: unknown): { status: number; body: ApiError; expected: boolean } {
  const known = error instanceof AppError ? error : recognise(error)
  if (known) {
    const { status, code, message, next } = known
    return { status, body: { code, message, next }, expected: status < 500 }
  }
  return {
    status: 500,
    expected: false,
    body: {
      code: 'internal',
      message: 'The workshop failed at this. It is not your doing.',
      next: 'Try again; if it stays so, look in the output of `npm start` for the error.',
    },
  }
}

function recognise(error: unknown): AppError | null {
  if (error instanceof ZodError) return invalidInput(error)
  if (!(error instanceof Error)) return null
  const { status, type } = error as { status?: number; type?: string }
  if (type === 'entity.too.large') {
    return new AppError('too-large', 413, 'The request is larger than 100 kB.', {
      next: 'Send less at a time.',
    })
  }
  if (type === 'entity.parse.failed') {
    return new AppError('invalid-json', 400, 'The body of the request is not JSON.', {
      next: 'Send a JSON object.',
    })
  }
  if (error instanceof URIError || status === 400) {
    return new AppError('invalid-request', 400, 'The request cannot be read.', { next: 'Reload the page.' })
  }
  const code = codeOf(error)
  if (code && DISK_FULL.has(code)) {
    return new AppError(
      'disk-full',
      507,
      'The disk is full, so this could not be saved. Nothing was changed.',
      {
        next: 'Make room on the disk that holds the workshop, then try again.',
      },
    )
  }
  if ('$metadata' in error) {
    const { reason, title, observed, next } = errorVerdict(error)
    return new AppError(reason, 502, `${title}. ${observed}`, { next })
  }
  if (isDatabaseGone(error)) {
    return new AppError('database-unavailable', 503, 'The database of the workshop does not answer.', {
      next: 'Wait a moment and try again.',
    })
  }
  return null
}

function invalidInput(error: ZodError): AppError {
  const [issue] = error.issues
  const where = issue?.path.join('.')
  return new AppError(
    'invalid-input',
    400,
    `${where ? `${where}: ` : ''}${issue?.message ?? 'Invalid input'}.`,
    {
      next: 'Correct it and send it again.',
    },
  )
}

/** A query that failed with its connection, or a connection that could not be made. What others fail at has the code in its cause. */
function isDatabaseGone(error: Error): boolean {
  const { code, driverError } = error as { code?: string; driverError?: { code?: string } }
  return DATABASE_GONE.has(driverError?.code ?? code ?? '')
}

function codeOf(error: Error): string | undefined {
  const { code, driverError, cause } = error as { code?: string; driverError?: Error; cause?: unknown }
  if (typeof code === 'string') return code
  if (driverError) return codeOf(driverError)
  return cause instanceof Error ? codeOf(cause) : undefined
}
