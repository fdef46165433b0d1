import { InvalidNextTokenException } from '@aws-sdk/client-secrets-manager'
import { exception, validationException } from './errors.ts'

/** One page of a list, and the token for the next. Throws ValidationException or InvalidNextTokenException. */
export function page<T>(
  items: T[],
  request: { NextToken?: string | undefined; MaxResults?: number | undefined },
  largest = 100,
): { items: T[]; NextToken?: string } {
  const size = request.MaxResults ?? largest
  if (size < 1 || size > largest) {
    throw validationException(
      `1 validation error detected: Value '${size}' at 'maxResults' failed to satisfy constraint: Member must have value between 1 and ${largest}`,
    )
  }
  const start = request.NextToken ? Number(Buffer.from(request.NextToken, 'base64url').toString()) : 0
  if (!Number.isInteger(start) || start < 0) {
    throw exception(InvalidNextTokenException, 'The NextToken value is invalid.')
  }
  const end = start + size
  return {
    items: items.slice(start, end),
    ...(end < items.length && { NextToken: Buffer.from(String(end)).toString('base64url') }),
  }
}
