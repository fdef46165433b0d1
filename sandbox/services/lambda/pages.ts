import { constraint, invalid } from './errors.ts'

const LARGEST_PAGE = 50

/** A page of a list, with the marker of the next. Throws ValidationException and InvalidParameterValueException. */
export function pageOf<T>(
  all: T[],
  { MaxItems = LARGEST_PAGE, Marker }: { MaxItems?: number | undefined; Marker?: string | undefined },
): { items: T[]; NextMarker?: string } {
  const size = Math.min(MaxItems, LARGEST_PAGE)
  if (size < 1) throw constraint(size, 'maxItems', 'Member must have value greater than or equal to 1')
  const start = Marker ? Number(Buffer.from(Marker, 'base64url').toString()) : 0
  if (!Number.isInteger(start) || start < 0) throw invalid('The provided marker is not valid.')
  const end = start + size
  return {
    items: all.slice(start, end),
    ...(end < all.length && { NextMarker: Buffer.from(String(end)).toString('base64url') }),
  }
}
