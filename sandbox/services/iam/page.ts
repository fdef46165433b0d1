import { AwsError } from '../../operation.ts'

/** One page of a list, as IAM cuts it. */
export interface Page<T> {
  items: T[]
  IsTruncated: boolean
  Marker?: string
}

/** A page of at most `MaxItems` (100 when not given), from the Marker on. */
export function pageOf<T>(
  all: T[],
  { Marker, MaxItems = 100 }: { Marker?: string | undefined; MaxItems?: number | undefined },
): Page<T> {
  const start = Marker === undefined ? 0 : Number(Buffer.from(Marker, 'base64url').toString())
  if (!Number.isInteger(start) || start < 0) throw new AwsError('ValidationError', 'Invalid Marker.')
  const end = start + Math.min(1000, Math.max(1, MaxItems))
  const items = all.slice(start, end)
  if (end >= all.length) return { items, IsTruncated: false }
  return { items, IsTruncated: true, Marker: Buffer.from(String(end)).toString('base64url') }
}
