import { InvalidNextTokenException } from '@aws-sdk/client-application-auto-scaling'
import { thrown, validation } from './errors.ts'

const LARGEST = 50

/** One page of a list, and the token for the next. Throws InvalidNextTokenException. */
export function page<T>(
  items: readonly T[],
  { NextToken, MaxResults = LARGEST }: { NextToken?: string | undefined; MaxResults?: number | undefined },
): { items: T[]; NextToken?: string } {
  if (!(MaxResults >= 1)) throw validation('The maximum number of results must be at least 1.')
  const start = NextToken === undefined ? 0 : Number(Buffer.from(NextToken, 'base64').toString() || NaN)
  if (!Number.isInteger(start) || start < 0) throw thrown(InvalidNextTokenException, 'Invalid token')
  const end = start + Math.min(MaxResults, LARGEST)
  return {
    items: items.slice(start, end),
    ...(end < items.length && { NextToken: Buffer.from(String(end)).toString('base64') }),
  }
}
