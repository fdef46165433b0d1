import { validationError } from './errors.ts'

/** One page of at most `PageSize`; `NextMarker` says where the next begins. */
export function paginate<T>(
  items: T[],
  { Marker, PageSize = 400 }: { Marker?: string | undefined; PageSize?: number | undefined },
): { items: T[]; NextMarker?: string } {
  if (PageSize < 1 || PageSize > 400) {
    const bound = PageSize < 1 ? 'greater than or equal to 1' : 'less than or equal to 400'
    throw validationError(
      `1 validation error detected: Value '${PageSize}' at 'pageSize' failed to satisfy constraint: Member must have value ${bound}`,
    )
  }
  const start = Marker ? Number(Buffer.from(Marker, 'base64url').toString()) : 0
  if (!Number.isInteger(start) || start < 0) throw validationError(`Marker '${Marker}' is not valid`)
  const end = start + PageSize
  return {
    items: items.slice(start, end),
    ...(end < items.length && { NextMarker: Buffer.from(String(end)).toString('base64url') }),
  }
}
