import type { NormalizedSchema } from '@smithy/core/schema'

/** Deep enough for every shape's kinds of members, shallow enough for EC2's to stay small. */
const DEEPEST = 5

/**
 * A value for a schema, with every member set, for tests: strings carry what XML, forms and JSON have to escape. Undefined
 * where the schema goes on below the depth, as recursive ones do.
 */
export function sample(schema: NormalizedSchema, depth = 0): unknown {
  if (schema.isUnitSchema() || schema.isDocumentSchema()) return undefined
  const { httpHeader, httpPrefixHeaders } = schema.getMergedTraits()
  if (schema.isStringSchema() && httpHeader) return `a "b" ${httpHeader}`
  if (httpPrefixHeaders) return { 'key.1': 'one', key2: 'two, three' }
  if (schema.isStringSchema()) return `<${schema.getMemberName() ?? 'text'}> & "é" +=%/\n${depth}`
  if (schema.isBooleanSchema()) return depth % 2 === 0
  if (schema.isBlobSchema()) return new Uint8Array([0, 1, 254, 255])
  if (schema.isTimestampSchema()) return new Date(1_790_845_200_000)
  if (schema.isBigIntegerSchema() || schema.isBigDecimalSchema()) return undefined
  if (schema.isNumericSchema()) return 42 + depth
  if (depth >= DEEPEST) return undefined
  if (schema.isListSchema()) {
    const item = sample(schema.getValueSchema(), depth + 1)
    return item === undefined ? undefined : [item, sample(schema.getValueSchema(), depth + 1)]
  }
  if (schema.isMapSchema()) {
    const value = sample(schema.getValueSchema(), depth + 1)
    return value === undefined ? undefined : { 'key.1': value, key2: value }
  }
  return sampleStructure(schema, depth)
}

function sampleStructure(schema: NormalizedSchema, depth: number): object | undefined {
  const value: Record<string, unknown> = {}
  for (const [name, member] of schema.structIterator()) {
    const sampled = sample(member, depth + 1)
    if (sampled === undefined) continue
    value[name] = sampled
    if (schema.isUnionSchema()) break
  }
  return depth > 0 && Object.keys(value).length === 0 ? undefined : value
}
