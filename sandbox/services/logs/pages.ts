import { constraint, invalidParameter } from './errors.ts'

/** One page of a list, and the token for the next. Throws InvalidParameterException. */
export function page<T>(
  items: T[],
  request: { nextToken?: string | undefined; limit?: number | undefined },
  largest = 50,
): { items: T[]; nextToken?: string } {
  const size = request.limit ?? largest
  if (size < 1) throw constraint(size, 'limit', 'Member must have value greater than or equal to 1')
  if (size > largest)
    throw constraint(size, 'limit', `Member must have value less than or equal to ${largest}`)
  const start = request.nextToken ? Number(Buffer.from(request.nextToken, 'base64').toString()) : 0
  if (!Number.isInteger(start)) throw invalidParameter('The specified nextToken is invalid.')
  const end = start + size
  return {
    items: items.slice(start, end),
    ...(end < items.length && { nextToken: Buffer.from(String(end)).toString('base64') }),
  }
}
