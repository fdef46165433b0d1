import { InvalidNextToken } from '@aws-sdk/client-cloudwatch'
import { thrown } from './errors.ts'

/** One page of a list, and the token for the next. Throws InvalidNextToken. */
export function page<T>(
  items: readonly T[],
  nextToken: string | undefined,
  size: number,
): { items: T[]; NextToken?: string } {
  const start = nextToken === undefined ? 0 : Number(Buffer.from(nextToken, 'base64').toString() || NaN)
  if (!Number.isInteger(start) || start < 0) throw thrown(InvalidNextToken, 'The next token is invalid.')
  const end = start + size
  return {
    items: items.slice(start, end),
    ...(end < items.length && { NextToken: Buffer.from(String(end)).toString('base64') }),
  }
}
