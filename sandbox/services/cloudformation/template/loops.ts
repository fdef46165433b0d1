import { validationError } from '../errors.ts'
import { checkShape, isRecord, LOOP } from './check-shape.ts'
import type { Template } from './template.ts'

/** The transform that brings Fn::ForEach, Fn::Length, Fn::ToJsonString and defaults of Fn::FindInMap. */
export const LANGUAGE_EXTENSIONS = 'AWS::LanguageExtensions'

/** Loops within loops that are followed; AWS follows five. */
const DEEPEST = 5

/** Whether a template asks for the language extensions. */
export function isExtended({ Transform }: Pick<Template, 'Transform'>): boolean {
  return [Transform].flat().some(one => one === LANGUAGE_EXTENSIONS || nameOf(one) === LANGUAGE_EXTENSIONS)
}

/** The name of a transform that is written as an object. */
export function nameOf(transform: unknown): unknown {
  return isRecord(transform) ? transform['Name'] : undefined
}

/**
 * The template with every Fn::ForEach written out. `resolve` gives the value of what stands for a collection, which only
 * parameters and mappings can be asked for. Throws ValidationError for loops that are none, and without the transform.
 */
export function withoutLoops(template: Template, resolve: (value: unknown) => unknown): Template {
  const { Resources, Conditions, Outputs } = template
  const looped = { Resources, Conditions, Outputs }
  if (!JSON.stringify(looped).includes(`"${LOOP}`)) return template
  if (!isExtended(template)) {
    throw validationError(
      `Template error: Fn::ForEach needs the transform ${LANGUAGE_EXTENSIONS}: write Transform: ${LANGUAGE_EXTENSIONS}.`,
    )
  }
  const written = { ...template, ...(expand(looped, resolve, 0) as object) } as unknown as Record<
    string,
    unknown
  >
  for (const [key, value] of Object.entries(written)) if (value === undefined) delete written[key]
  checkShape(written)
  return written as unknown as Template
}

function expand(value: unknown, resolve: (value: unknown) => unknown, depth: number): unknown {
  if (Array.isArray(value)) return value.map(item => expand(item, resolve, depth))
  if (!isRecord(value)) return value
  const result: Record<string, unknown> = {}
  const put = (key: string, inner: unknown) => {
    if (Object.hasOwn(result, key)) {
      throw validationError(`Template error: Fn::ForEach makes the key ${key} more than once.`)
    }
    result[key] = inner
  }
  for (const [key, inner] of Object.entries(value)) {
    if (!key.startsWith(LOOP)) put(key, expand(inner, resolve, depth))
    else for (const [made, of] of turns(key, inner, resolve, depth)) put(made, of)
  }
  return result
}

/** What a loop makes, one pair for each turn and key. */
function turns(
  name: string,
  loop: unknown,
  resolve: (value: unknown) => unknown,
  depth: number,
): [string, unknown][] {
  const malformed = (text: string) => validationError(`Template error: ${name} layout is incorrect: ${text}.`)
  const [identifier, collection, fragment] = Array.isArray(loop) ? (loop as unknown[]) : []
  if (typeof identifier !== 'string' || !isRecord(fragment)) {
    throw malformed('it needs a list of an identifier, a collection and a fragment')
  }
  if (depth >= DEEPEST) throw malformed(`no more than ${DEEPEST} loops may be within each other`)
  const items = Array.isArray(collection)
    ? collection.flatMap(one => [resolve(one)].flat())
    : resolve(collection)
  if (!Array.isArray(items) || !items.every(item => ['string', 'number'].includes(typeof item))) {
    throw malformed('its collection must be a list of texts, or a parameter that is a list')
  }
  return items.flatMap(item => {
    const filled = fill(fragment, identifier, String(item))
    for (const key of Object.keys(fragment)) {
      if (!key.startsWith(LOOP) && fillText(key, identifier, '') === key)
        throw malformed(`its key ${key} must contain \${${identifier}}`)
    }
    return Object.entries(expand(filled, resolve, depth + 1) as object)
  })
}

/** A value with the identifier's references replaced, in keys too. */
function fill(value: unknown, identifier: string, item: string): unknown {
  if (typeof value === 'string') return fillText(value, identifier, item)
  if (Array.isArray(value)) return value.map(inner => fill(inner, identifier, item))
  if (!isRecord(value)) return value
  const keys = Object.keys(value)
  if (keys.length === 1 && value['Ref'] === identifier) return item
  return Object.fromEntries(
    keys.map(key => [fillText(key, identifier, item), fill(value[key], identifier, item)]),
  )
}

/** `&{Name}` takes letters and digits alone, for logical ids. */
function fillText(text: string, identifier: string, item: string): string {
  return text
    .replaceAll(`\${${identifier}}`, item)
    .replaceAll(`&{${identifier}}`, item.replaceAll(/[^A-Za-z0-9]/g, ''))
}
