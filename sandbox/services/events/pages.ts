import { invalid } from './errors.ts'

/** One page of a list, and the token for the next. Throws ValidationException. */
export function page<T>(
  items: T[],
  request: { NextToken?: string | undefined; Limit?: number | undefined },
): { items: T[]; NextToken?: string } {
  const size = request.Limit ?? 100
  if (!Number.isInteger(size) || size < 1 || size > 100) {
    throw invalid(
      `1 validation error detected: Value '${size}' at 'limit' failed to satisfy constraint: Member must have value between 1 and 100`,
    )
  }
  const start = request.NextToken ? Number(Buffer.from(request.NextToken, 'base64').toString()) : 0
  if (!Number.isInteger(start)) throw invalid('NextToken is not valid.')
  const end = start + size
  return {
    items: items.slice(start, end),
    ...(end < items.length && { NextToken: Buffer.from(String(end)).toString('base64') }),
  }
}
