import { invalidParameter } from './errors.ts'

/** One page of a list, and the token for the next. Throws InvalidParameterException. */
export function page<T>(
  items: T[],
  request: { nextToken?: string | undefined; maxResults?: number | undefined },
): { items: T[]; nextToken?: string } {
  const size = request.maxResults ?? 100
  if (size < 1) throw invalidParameter('maxResults', 'Member must have value greater than or equal to 1')
  if (size > 1000) throw invalidParameter('maxResults', 'Member must have value less than or equal to 1000')
  const start = request.nextToken ? Number(Buffer.from(request.nextToken, 'base64url').toString()) : 0
  if (!Number.isInteger(start) || start < 0) throw invalidParameter('nextToken', 'Invalid pagination token')
  const end = start + size
  return {
    items: items.slice(start, end),
    ...(end < items.length && { nextToken: Buffer.from(String(end)).toString('base64url') }),
  }
}
