import { InvalidNextToken } from '@aws-sdk/client-ssm'
import { exception, validationException } from './errors.ts'

/** One page of a list, and the token for the next. Throws ValidationException or InvalidNextToken. */
export function page<T>(
  items: T[],
  request: { NextToken?: string | undefined; MaxResults?: number | undefined },
  largest: number,
): { items: T[]; NextToken?: string } {
  const size = request.MaxResults ?? largest
  if (size < 1 || size > largest) {
    const bound = size < 1 ? 'greater than or equal to 1' : `less than or equal to ${largest}`
    throw validationException(
      `1 validation error detected: Value '${size}' at 'maxResults' failed to satisfy constraint: Member must have value ${bound}`,
    )
  }
  const start = request.NextToken ? Number(Buffer.from(request.NextToken, 'base64url').toString()) : 0
  if (!Number.isInteger(start) || start < 0) {
    throw exception(InvalidNextToken, 'The specified token is not valid.')
  }
  const end = start + size
  return {
    items: items.slice(start, end),
    ...(end < items.length && { NextToken: Buffer.from(String(end)).toString('base64url') }),
  }
}
