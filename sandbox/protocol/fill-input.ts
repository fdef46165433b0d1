import type { NormalizedSchema } from '@smithy/core/schema'

/** A member that an operation's input does not have, as `Tags/0/Colour`. */
export class UnknownMember extends Error {
  override readonly name = 'UnknownMember'
}

/**
 * A value of a template as the input of an operation: members are found whatever their first letter's case, and texts become
 * numbers or booleans where the schema wants them. Throws UnknownMember for members that the operation does not have.
 */
export function fillInput(
  schema: NormalizedSchema,
  value: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  if (schema.isUnitSchema()) return {}
  return filled(schema, value, '') as Record<string, unknown>
}

function filled(schema: NormalizedSchema, value: unknown, path: string): unknown {
  if (value === undefined || value === null) return undefined
  if (schema.isStructSchema() && isPlain(value)) return filledStructure(schema, value, path)
  if (schema.isListSchema()) {
    const item = schema.getValueSchema()
    return [value].flat().map((entry, index) => filled(item, entry, `${path}/${index}`))
  }
  if (schema.isMapSchema() && isPlain(value)) {
    const item = schema.getValueSchema()
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, filled(item, entry, `${path}/${key}`)]),
    )
  }
  if (schema.isDocumentSchema()) return value
  if (schema.isTimestampSchema())
    return typeof value === 'string' || typeof value === 'number' ? new Date(value) : value
  if (schema.isBooleanSchema() && typeof value === 'string') {
    if (/^(true|false)$/i.test(value)) return value.toLowerCase() === 'true'
  }
  if (schema.isNumericSchema() && typeof value === 'string' && value.trim() !== '') {
    const number = Number(value)
    return Number.isNaN(number) ? value : number
  }
  if (schema.isStringSchema()) {
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    if (isPlain(value)) return JSON.stringify(value)
  }
  return value
}

function filledStructure(
  schema: NormalizedSchema,
  value: Readonly<Record<string, unknown>>,
  path: string,
): Record<string, unknown> {
  const members = new Map(
    [...schema.structIterator()].map(([name, member]) => [name.toLowerCase(), { name, member }]),
  )
  const entries = Object.entries(value).flatMap(([key, entry]) => {
    if (entry === undefined) return []
    const found = members.get(key.toLowerCase())
    if (!found) throw new UnknownMember(`${path ? `${path.slice(1)}/` : ''}${key}`)
    return [[found.name, filled(found.member, entry, `${path}/${key}`)] as const]
  })
  return Object.fromEntries(entries)
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !(value instanceof Uint8Array)
  )
}
