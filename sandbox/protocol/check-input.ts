import type { NormalizedSchema } from '@smithy/core/schema'
import { AwsError } from '../operation.ts'
import { requiredCount } from './required.ts'
import type { ServiceModel } from './service-model.ts'

/** Throws the protocol's own error when a value is of another type than its schema says, or a required member is missing. */
export function checkInput(schema: NormalizedSchema, input: unknown, model: ServiceModel): void {
  const missing: string[] = []
  check(schema, input, '', missing, model)
  if (missing.length === 0) return
  const { code, message } = model.protocol.missingMembers(
    missing,
    shape => model.errorSchema(shape) !== undefined,
  )
  throw new AwsError(code, message)
}

function check(
  schema: NormalizedSchema,
  value: unknown,
  path: string,
  missing: string[],
  model: ServiceModel,
): void {
  if (schema.isUnitSchema() || schema.isDocumentSchema()) return
  const expected = expectedType(schema)
  if (expected !== undefined && typeOf(value) !== expected) {
    const [code, status] = model.protocol.codes.serialization
    throw new AwsError(code, `${path || 'The input'} must be a ${expected}; got a ${typeOf(value)}.`, status)
  }
  if (schema.isStructSchema()) {
    const record = value as Record<string, unknown>
    const required = requiredCount(schema)
    let index = 0
    for (const [name, member] of schema.structIterator()) {
      const here = path ? `${path}.${name}` : name
      if (record[name] != null) check(member, record[name], here, missing, model)
      else if (index < required && !member.isIdempotencyToken()) missing.push(here)
      index++
    }
  } else if (schema.isListSchema()) {
    const item = schema.getValueSchema()
    for (const [index, entry] of (value as unknown[]).entries()) {
      if (entry != null) check(item, entry, `${path}.${index + 1}.member`, missing, model)
    }
  } else if (schema.isMapSchema()) {
    const item = schema.getValueSchema()
    for (const [key, entry] of Object.entries(value as object)) {
      if (entry != null) check(item, entry, `${path}.${key}`, missing, model)
    }
  }
}

function expectedType(schema: NormalizedSchema): string | undefined {
  if (schema.isStringSchema()) return 'string'
  if (schema.isBooleanSchema()) return 'boolean'
  if (schema.isNumericSchema()) return 'number'
  if (schema.isListSchema()) return 'list'
  if (schema.isMapSchema() || schema.isStructSchema()) return 'structure'
  return undefined
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'list'
  // What a header or an XML document has in a number's place is read as NaN.
  if (Number.isNaN(value)) return 'string'
  return typeof value === 'object' ? 'structure' : typeof value
}
