import { invalidPattern } from './errors.ts'
import { compileMatcher } from './matchers.ts'
import type { Matcher } from './matchers.ts'

/** An event pattern that was read: whether a value of the event satisfies it. */
export type Pattern = (value: unknown) => boolean

/** Reads an event pattern. Throws InvalidEventPatternException. */
export function compilePattern(text: string): Pattern {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw invalidPattern('Filter is not valid JSON')
  }
  if (!isObject(parsed)) throw invalidPattern('Filter is not an object')
  return compileObject(parsed)
}

function compileObject(pattern: Record<string, unknown>): Pattern {
  const keys = Object.entries(pattern)
  if (keys.length === 0) throw invalidPattern('Empty objects are not allowed')
  const parts = keys.map(([key, wanted]) => {
    if (key === '$or' && Array.isArray(wanted) && wanted.every(isObject)) return compileOr(wanted)
    if (isObject(wanted)) {
      const inner = compileObject(wanted)
      return (event: unknown) => some(member(event, key), inner)
    }
    if (!Array.isArray(wanted)) throw invalidPattern(`"${key}" must be an object or an array`)
    if (wanted.length === 0) throw invalidPattern('Empty arrays are not allowed')
    const matchers = wanted.map(item => compileMatcher(item))
    return (event: unknown) => matchesLeaf(member(event, key), matchers)
  })
  return event => parts.every(part => part(event))
}

function compileOr(choices: Record<string, unknown>[]): Pattern {
  if (choices.length < 2) throw invalidPattern('There must have at least 2 Objects in $or relationship.')
  const compiled = choices.map(compileObject)
  return event => compiled.some(choice => choice(event))
}

/** Of an array any element will do. */
function some(value: unknown, pattern: Pattern): boolean {
  return Array.isArray(value) ? value.some(element => some(element, pattern)) : pattern(value)
}

function matchesLeaf(value: unknown, matchers: Matcher[]): boolean {
  const values = Array.isArray(value) ? (value as unknown[]).flat(Infinity) : [value]
  return matchers.some(matcher => values.some(one => matcher(isObject(one) ? undefined : one)))
}

function member(event: unknown, key: string): unknown {
  return isObject(event) && Object.hasOwn(event, key) ? event[key] : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
