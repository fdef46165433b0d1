import type { Dimension } from '@aws-sdk/client-cloudwatch'
import { invalidValue } from './errors.ts'

const MOST_DIMENSIONS = 30

/** Dimensions as a record. Throws InvalidParameterValueException; `path` is what AWS calls the list. */
export function dimensionsOf(
  dimensions: readonly Dimension[] | undefined,
  path: string,
): Record<string, string> {
  if ((dimensions?.length ?? 0) > MOST_DIMENSIONS) {
    throw invalidValue(`The collection ${path} must not have a size greater than ${MOST_DIMENSIONS}.`)
  }
  const record: Record<string, string> = {}
  for (const [index, { Name = '', Value = '' }] of (dimensions ?? []).entries()) {
    const place = `${path}.member.${index + 1}`
    if (Name.trim() === '' || Name.length > 255 || Name.startsWith(':')) {
      throw invalidValue(`The value ${Name} for parameter ${place}.Name is invalid.`)
    }
    if (Value.trim() === '' || Value.length > 1024) {
      throw invalidValue(`The value ${Value} for parameter ${place}.Value is invalid.`)
    }
    if (Object.hasOwn(record, Name)) throw invalidValue(`${path} has two dimensions with the name ${Name}.`)
    Object.defineProperty(record, Name, {
      value: Value,
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }
  return record
}

/** Dimensions as AWS's answers have them. */
export function dimensionList(
  dimensions: Readonly<Record<string, string>>,
): { Name: string; Value: string }[] {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))
}
