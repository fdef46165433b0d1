import type { NormalizedSchema } from '@smithy/core/schema'
import { AwsError } from '../operation.ts'

/** How awsQuery and ec2Query differ in naming members. */
export interface FormNames {
  member(name: string, schema: NormalizedSchema): string
  /** True when a list's items follow its name without a `member` in between. */
  flat(schema: NormalizedSchema): boolean
}

/** A form's parameters as a tree: `Tag.1.Key=a` is Tag → 1 → Key. */
interface FormNode {
  value?: string
  children: Map<string, FormNode>
}

const MOST_PARAMETERS = 10_000

/** Names of awsQuery. */
export const queryNames: FormNames = {
  member: (name, schema) => schema.getMergedTraits().xmlName ?? name,
  flat: schema => schema.getMergedTraits().xmlFlattened === 1,
}

/** Names of ec2Query: capitalized, and every list flat. */
export const ec2Names: FormNames = {
  member: (name, schema) => {
    const { ec2QueryName, xmlName } = schema.getMergedTraits()
    if (typeof ec2QueryName === 'string') return ec2QueryName
    const wire = xmlName ?? name
    return wire.charAt(0).toUpperCase() + wire.slice(1)
  },
  flat: () => true,
}

/** Reads the input structure out of a form body. */
export function readForm(
  schema: NormalizedSchema,
  parameters: URLSearchParams,
  names: FormNames,
): Record<string, unknown> {
  if (schema.isUnitSchema()) return {}
  return (readNode(schema, tree(parameters), names, '') ?? {}) as Record<string, unknown>
}

function tree(parameters: URLSearchParams): FormNode {
  const root: FormNode = { children: new Map() }
  let count = 0
  for (const [name, value] of parameters) {
    if (++count > MOST_PARAMETERS) {
      throw new AwsError('InvalidParameterValue', `The request has more than ${MOST_PARAMETERS} parameters.`)
    }
    let node = root
    for (const part of name.split('.')) {
      let child = node.children.get(part)
      if (!child) node.children.set(part, (child = { children: new Map() }))
      node = child
    }
    node.value = value
  }
  return root
}

function readNode(schema: NormalizedSchema, node: FormNode, names: FormNames, path: string): unknown {
  if (schema.isListSchema()) return readList(schema, node, names, path)
  if (schema.isMapSchema()) return readMap(schema, node, names, path)
  if (schema.isStructSchema()) return readStruct(schema, node, names, path)
  return node.value === undefined ? undefined : readScalar(schema, node.value, path)
}

function readStruct(schema: NormalizedSchema, node: FormNode, names: FormNames, path: string): object {
  const output: Record<string, unknown> = {}
  for (const [name, member] of schema.structIterator()) {
    const wire = names.member(name, member)
    const child = node.children.get(wire)
    if (!child) continue
    const value = readNode(member, child, names, path ? `${path}.${wire}` : wire)
    if (value !== undefined) output[name] = value
  }
  return output
}

function readList(schema: NormalizedSchema, node: FormNode, names: FormNames, path: string): unknown[] {
  const item = schema.getValueSchema()
  const holder = names.flat(schema) ? node : node.children.get(item.getMergedTraits().xmlName ?? 'member')
  return numbered(holder).map(([index, child]) => readNode(item, child, names, `${path}.${index}`))
}

function readMap(schema: NormalizedSchema, node: FormNode, names: FormNames, path: string): object {
  const [key, value] = [schema.getKeySchema(), schema.getValueSchema()]
  const holder = names.flat(schema) ? node : node.children.get('entry')
  const entries = numbered(holder).map(([index, child]) => {
    const valueNode = child.children.get(value.getMergedTraits().xmlName ?? 'value')
    return [
      child.children.get(key.getMergedTraits().xmlName ?? 'key')?.value ?? '',
      valueNode && readNode(value, valueNode, names, `${path}.${index}`),
    ] as const
  })
  return Object.fromEntries(entries)
}

function numbered(node: FormNode | undefined): [number, FormNode][] {
  return [...(node?.children ?? [])]
    .filter(([index]) => /^\d{1,6}$/.test(index))
    .map(([index, child]): [number, FormNode] => [Number(index), child])
    .sort(([a], [b]) => a - b)
}

function readScalar(schema: NormalizedSchema, value: string, path: string): unknown {
  if (schema.isBooleanSchema()) {
    if (/^(true|false)$/i.test(value)) return value.toLowerCase() === 'true'
    throw invalid(path, value, 'a boolean (true or false)')
  }
  if (schema.isNumericSchema()) {
    if (value.trim() !== '' && Number.isFinite(Number(value))) return Number(value)
    throw invalid(path, value, 'a number')
  }
  if (schema.isBigIntegerSchema() && /^-?\d+$/.test(value)) return BigInt(value)
  if (schema.isTimestampSchema()) {
    const date = /^\d+(\.\d+)?$/.test(value) ? new Date(Number(value) * 1000) : new Date(value)
    if (Number.isNaN(date.getTime())) throw invalid(path, value, 'a time such as 2026-10-01T09:00:00Z')
    return date
  }
  if (schema.isBlobSchema()) return new Uint8Array(Buffer.from(value, 'base64'))
  return value
}

function invalid(path: string, value: string, expected: string): AwsError {
  return new AwsError('InvalidParameterValue', `Invalid value '${value}' for ${path}. Expected ${expected}.`)
}
