import { invalidValue } from './errors.ts'

/** One page of a list, and the marker of the next. Throws InvalidParameterValue. */
export function page<T>(
  items: T[],
  request: { Marker?: string | undefined; MaxRecords?: number | undefined },
  smallest = 20,
): { items: T[]; Marker?: string } {
  const size = request.MaxRecords ?? 100
  if (size < smallest || size > 100) {
    throw invalidValue(`Invalid value ${size} for MaxRecords. Must be between ${smallest} and 100`)
  }
  const start = request.Marker ? Number(Buffer.from(request.Marker, 'base64url').toString()) : 0
  if (!Number.isInteger(start) || start < 0) throw invalidValue('The Marker is not valid.')
  const end = start + size
  return {
    items: items.slice(start, end),
    ...(end < items.length && { Marker: Buffer.from(String(end)).toString('base64url') }),
  }
}
