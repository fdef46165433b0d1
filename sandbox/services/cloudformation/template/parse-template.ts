import { Alias, type Document, isMap, isScalar, isSeq, parseDocument, type Node } from 'yaml'
import { validationError } from '../errors.ts'
import { checkShape } from './check-shape.ts'
import type { Template } from './template.ts'

/** Short forms whose long form has no `Fn::`. */
const PLAIN = new Set(['Ref', 'Condition'])

/** Reads a template, JSON or YAML with short forms such as `!Sub`. Throws ValidationError with CloudFormation's words. */
export function parseTemplate(text: string): Template {
  const value = text.trimStart().startsWith('{') ? fromJson(text) : fromYaml(text)
  checkShape(value)
  return value as unknown as Template
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
