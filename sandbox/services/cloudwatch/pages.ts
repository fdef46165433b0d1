import { InvalidNextToken } from '@aws-sdk/client-cloudwatch'
import { invalidValue, thrown } from './errors.ts'

/** What ListMetrics and ListDashboards, which know no InvalidNextToken, say of a wrong one. */
export const invalidTokenValue = () => invalidValue('Request parameter NextToken is invalid')

/** One page of a list, and the token for the next. Throws InvalidNextToken, or what the operation has in its place. */
export function page<T>(
  items: readonly T[],
  nextToken: string | undefined,
  size: number,
  wrongToken: () => Error = () => thrown(InvalidNextToken, 'The next token is invalid.'),
): { items: T[]; NextToken?: string } {
  const start = nextToken === undefined ? 0 : Number(Buffer.from(nextToken, 'base64').toString() || NaN)
  if (!Number.isInteger(start) || start < 0) throw wrongToken()
  const end = start + size
  return {
    items: items.slice(start, end),
    ...(end < items.length && { NextToken: Buffer.from(String(end)).toString('base64') }),
  }
}
