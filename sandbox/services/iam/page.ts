import { AwsError } from '../../operation.ts'
import { constraint } from './validate.ts'

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
  if (MaxItems < 1)
    throw constraint(MaxItems, 'maxItems', 'Member must have value greater than or equal to 1')
  if (MaxItems > 1000)
    throw constraint(MaxItems, 'maxItems', 'Member must have value less than or equal to 1000')
  const end = start + MaxItems
  const items = all.slice(start, end)
  if (end >= all.length) return { items, IsTruncated: false }
  return { items, IsTruncated: true, Marker: Buffer.from(String(end)).toString('base64url') }
}
