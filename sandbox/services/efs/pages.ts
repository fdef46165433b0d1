import { badRequest } from './errors.ts'

/** One page of a list, and the marker of the next. Throws BadRequest. */
export function page<T>(items: T[], marker: string | undefined, size = 100): { items: T[]; next?: string } {
  if (size < 1) throw badRequest(`A page has at least one item; got ${size}.`)
  const start = marker ? Number(Buffer.from(marker, 'base64url').toString()) : 0
  if (!Number.isInteger(start) || start < 0) throw badRequest('The marker is not valid.')
  const end = start + Math.min(size, 100)
  return {
    items: items.slice(start, end),
    ...(end < items.length && { next: Buffer.from(String(end)).toString('base64url') }),
  }
}
