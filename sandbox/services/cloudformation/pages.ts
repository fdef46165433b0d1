import { validationError } from './errors.ts'

const PAGE = 100

/** One page of a list and the token of the next. Throws ValidationError for a token that is none. */
export function pageOf<T>(
  all: readonly T[],
  token: string | undefined,
  size = PAGE,
): { items: T[]; NextToken?: string } {
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString())
  if (!Number.isInteger(start) || start < 0) throw validationError('The specified NextToken is invalid.')
  const items = all.slice(start, start + size)
  const end = start + size
  return { items, ...(end < all.length && { NextToken: Buffer.from(String(end)).toString('base64url') }) }
}
