import { Alias, type Document, isMap, isScalar, isSeq, parseDocument, type Node } from 'yaml'
import { validationError } from '../errors.ts'
import type { Template, TemplateResource } from './template.ts'

/** Short forms whose long form has no `Fn::`. */
const PLAIN = new Set(['Ref', 'Condition'])

/** Reads a template, JSON or YAML with short forms such as `!Sub`. Throws ValidationError with CloudFormation's words. */
export function parseTemplate(text: string): Template {
  const value = text.trimStart().startsWith('{') ? fromJson(text) : fromYaml(text)
  if (!isRecord(value)) throw validationError('Template format error: unsupported structure.')
  const known = new Set(
    'AWSTemplateFormatVersion,Description,Metadata,Parameters,Rules,Mappings,Conditions,Transform,Resources,Outputs,Hooks'.split(
      ',',
    ),
  )
  const strange = Object.keys(value).filter(key => !known.has(key))
  if (strange.length > 0) {
    throw validationError(`Invalid template property or properties [${strange.join(', ')}]`)
  }
  const resources = value['Resources']
  if (!isRecord(resources) || Object.keys(resources).length === 0) {
    throw validationError('Template format error: At least one Resources member must be defined.')
  }
  for (const [id, resource] of Object.entries(resources)) {
    if (!/^[A-Za-z0-9]{1,255}$/.test(id)) {
      throw validationError(`Template format error: Resource name ${id} is non alphanumeric.`)
    }
    if (!isRecord(resource)) throw notAnObject(`/Resources/${id}`)
    if (typeof (resource as Partial<TemplateResource>).Type !== 'string') {
      throw validationError(
        `Template format error: [/Resources/${id}] Every Resources object must contain a Type member.`,
      )
    }
    if (resource['Properties'] !== undefined && !isRecord(resource['Properties'])) {
      throw notAnObject(`/Resources/${id}/Properties`)
    }
  }
  for (const section of ['Parameters', 'Mappings', 'Conditions', 'Outputs', 'Metadata', 'Rules']) {
    if (value[section] != null && !isRecord(value[section])) {
      throw validationError(`Template format error: ${section} must be an object.`)
    }
  }
  return value as unknown as Template
}

/** True for what JSON calls an object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function notAnObject(path: string) {
  return validationError(`Template format error: [${path}] value must be an object.`)
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const at = Number(/position (\d+)/.exec((error as Error).message)?.[1] ?? text.length)
    const lines = text.slice(0, at).split('\n')
    throw validationError(
      `Template format error: JSON not well-formed. (line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1})`,
    )
  }
}

function fromYaml(text: string): unknown {
  const document = parseDocument(text, { logLevel: 'silent', merge: true, uniqueKeys: true })
  const [error] = document.errors
  if (error) {
    const { line = 1, col = 1 } = error.linePos?.[0] ?? {}
    throw validationError(`Template format error: YAML not well-formed. (line ${line}, column ${col})`)
  }
  return plain(document.contents, document)
}

/** A node as JSON, its short forms written out. */
function plain(node: unknown, document: Document): unknown {
  if (node instanceof Alias) return plain(node.resolve(document), document)
  const tag = (node as (Node & { tag?: string }) | null)?.tag
  const value = untagged(node, document)
  if (!tag?.startsWith('!')) return value
  const name = tag.slice(1)
  if (PLAIN.has(name)) return { [name]: value }
  if (name === 'GetAtt' && typeof value === 'string') {
    const [id = '', ...attribute] = value.split('.')
    return { 'Fn::GetAtt': [id, attribute.join('.')] }
  }
  return { [`Fn::${name}`]: value }
}

function untagged(node: unknown, document: Document): unknown {
  if (isSeq(node)) return node.items.map(item => plain(item, document))
  if (isMap(node)) {
    return Object.fromEntries(
      node.items.map(({ key, value }) => [String(isScalar(key) ? key.value : key), plain(value, document)]),
    )
  }
  return isScalar(node) ? node.value : null
}
