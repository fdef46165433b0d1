import type { Filter } from '@aws-sdk/client-rds'
import { invalidValue } from './errors.ts'

/** Whether an item meets all filters, of which each names one of `fields`. Throws InvalidParameterValue for another name. */
export function readFilters<T>(
  filters: Filter[] | undefined,
  fields: Record<string, (item: T) => string[]>,
): (item: T) => boolean {
  const meets = (filters ?? []).map(({ Name = '', Values = [] }) => {
    const field = Object.hasOwn(fields, Name) ? fields[Name] : undefined
    if (!field) throw invalidValue(`Unrecognized filter name: ${Name}`)
    return (item: T) => field(item).some(value => Values.includes(value))
  })
  return item => meets.every(meet => meet(item))
}
