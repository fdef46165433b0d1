import type { Verdict } from './define.ts'
import { EngineAbsent } from './engine/engine.ts'

const actions = new WeakMap<object, string>()

/** Keeps the IAM action of a failed call, so that a message can name the permission that is missing. */
export function rememberAction(error: unknown, action: string): void {
  if (typeof error === 'object' && error !== null) actions.set(error, action)
}

/** Runs a check; what it throws becomes a verdict `error`: we failed, or AWS did, not the learner. */
export async function explainErrors(
  context: { signal?: AbortSignal },
  check: () => Promise<Verdict>,
): Promise<Verdict> {
  try {
    return await check()
  } catch (error) {
    if (context.signal?.aborted) throw error
    return errorVerdict(error)
  }
}

/** The verdict for an error that says nothing about what the learner did. */
export function errorVerdict(thrown: unknown): Verdict & { status: 'error' } {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  const action = actions.get(error)
  const detail = `${action ? `${action}: ` : ''}${error.name}: ${error.message}`
  const kind = KINDS.find(({ matches }) => matches.test(error.name) || matches.test(codeOf(error)))
  if (kind) return { status: 'error', ...kind.verdict(error, action), detail }
  return {
    status: 'error',
    reason: 'check-failed',
    title: 'We could not look',
    observed: `The check itself failed: ${error.name}, ${error.message}`,
    next: 'Nothing of yours is lost. Check again; if it stays so, report it with the detail below.',
    detail,
  }
}

/** Whether AWS asks to slow down. */
export function isThrottling(error: unknown): boolean {
  return error instanceof Error && THROTTLING.test(error.name)
}

/** Whether AWS says that the thing asked for is not there. */
export function isNotFound(error: unknown): boolean {
  return error instanceof Error && NOT_FOUND.test(error.name)
}

const THROTTLING =
  /^(Throttling(Exception)?|TooManyRequests(Exception)?|RequestLimitExceeded|SlowDown|RequestThrottled(Exception)?|LimitExceededException)$/
const NOT_FOUND =
  /(NotFound(Exception)?|NoSuchEntity(Exception)?|\.NotFound|NotFoundFault|DoesNotExist(Exception)?)$/

interface Kind {
  matches: RegExp
  verdict: (
    error: Error,
    action?: string,
  ) => { reason: string; title: string; observed: string; next: string }
}

const KINDS: Kind[] = [
  {
    matches: THROTTLING,
    verdict: (error, action) => ({
      reason: 'aws-busy',
      title: 'AWS is busy',
      observed: `AWS asked us to slow down (${error.name}${action ? ` on ${action}` : ''}), also when we tried again.`,
      next: 'Your work is kept. Check again in half a minute.',
    }),
  },
  {
    matches: /^(AccessDenied(Exception)?|UnauthorizedOperation|UnauthorizedException|Forbidden)$/,
    verdict: (error, action) => {
      const missing =
        /not authorized to perform: ([\w-]+:\w+)/.exec(error.message)?.[1] ?? action ?? 'an action'
      return {
        reason: 'access-denied',
        title: 'We may not look',
        observed: `The credentials of this session lack the permission ${missing}.`,
        next: `Ask whoever grants your access to allow ${missing}, then check again.`,
      }
    },
  },
  {
    matches: /^(Expired|RequestExpired|ExpiredToken(Exception)?|TokenRefreshRequired)/,
    verdict: () => ({
      reason: 'credentials-expired',
      title: 'The credentials have expired',
      observed: 'AWS says that the credentials of this session are no longer valid.',
      next: 'Give new credentials on the account page, then check again. Your work is kept.',
    }),
  },
  {
    matches:
      /^(UnrecognizedClientException|InvalidClientTokenId|AuthFailure|SignatureDoesNotMatch|InvalidSignatureException|CredentialsProviderError|MissingAuthenticationToken(Exception)?)$/,
    verdict: error => ({
      reason: 'credentials-refused',
      title: 'AWS does not accept the credentials',
      observed: `AWS answered: ${error.message}`,
      next: 'Choose the account again on the account page, then check again.',
    }),
  },
  {
    matches: /^EngineAbsent$/,
    verdict: error => ({
      reason: 'engine-absent',
      title: 'Docker does not answer',
      observed: error.message,
      next: error instanceof EngineAbsent ? error.next : 'Start Docker, then check again.',
    }),
  },
  {
    matches: /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|TimeoutError)$/,
    verdict: error => ({
      reason: 'account-unreachable',
      title: 'The account does not answer',
      observed: `No connection: ${error.message || codeOf(error)}`,
      next: 'If it is the practice account, see whether it still runs where you started the workshop; if it is AWS, look at your network. Then check again.',
    }),
  },
]

function codeOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause instanceof Error ? codeOf(error.cause) : ''
}
