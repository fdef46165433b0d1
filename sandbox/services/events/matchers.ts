import { BlockList, isIP } from 'node:net'
import { invalidPattern } from './errors.ts'

/** Judges one value of an event: a string, number, boolean or null; undefined when the event has none there. */
export type Matcher = (value: unknown) => boolean

type Text = (value: string) => boolean

const COMPARE: Record<string, (a: number, b: number) => boolean> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

/** Reads one element of a pattern's array: a value, or an object such as `{"prefix": "a"}`. Throws InvalidEventPatternException. */
export function compileMatcher(item: unknown): Matcher {
  if (isScalar(item)) return value => value === item
  if (typeof item !== 'object' || Array.isArray(item)) {
    throw invalidPattern('Match value must be String, number, true, false, or null')
  }
  const [entry, ...rest] = Object.entries(item as object)
  if (!entry || rest.length > 0) throw invalidPattern('Only one key allowed in match expression')
  const [kind, wanted] = entry as [string, unknown]
  switch (kind) {
    case 'prefix':
    case 'suffix':
    case 'equals-ignore-case':
    case 'wildcard':
      return ofText(textMatcher(kind, wanted))
    case 'anything-but':
      return anythingBut(wanted)
    case 'numeric':
      return numeric(wanted)
    case 'exists':
      if (typeof wanted !== 'boolean')
        throw invalidPattern('exists match pattern must be either true or false.')
      return value => (value !== undefined) === wanted
    case 'cidr':
      return cidr(wanted)
    default:
      throw invalidPattern(`Unrecognized match type ${kind}`)
  }
}

function isScalar(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

function ofText(matches: Text): Matcher {
  return value => typeof value === 'string' && matches(value)
}

function textMatcher(kind: string, wanted: unknown): Text {
  if ((kind === 'prefix' || kind === 'suffix') && typeof wanted === 'object' && wanted !== null) {
    const { 'equals-ignore-case': folded } = wanted as Record<string, unknown>
    if (typeof folded !== 'string') throw invalidPattern(`${kind} match pattern must be a string`)
    const inner = textMatcher(kind, folded.toLowerCase())
    return value => inner(value.toLowerCase())
  }
  if (typeof wanted !== 'string') throw invalidPattern(`${kind} match pattern must be a string`)
  switch (kind) {
    case 'prefix':
      return value => value.startsWith(wanted)
    case 'suffix':
      return value => value.endsWith(wanted)
    case 'equals-ignore-case':
      return value => value.toLowerCase() === wanted.toLowerCase()
    default:
      return wildcard(wanted)
  }
}

/** `*` stands for any characters; `\*` and `\\` for themselves. */
function wildcard(pattern: string): Text {
  if (/\\(?![*\\])/.test(pattern.replaceAll('\\\\', ''))) {
    throw invalidPattern('Invalid escape character in wildcard')
  }
  if (/(^|[^\\])\*\*/.test(pattern)) throw invalidPattern('Consecutive wildcard characters')
  const parts = pattern.match(/\\[*\\]|\*|[^*\\]+/g) ?? []
  const literals: string[] = ['']
  for (const part of parts) {
    if (part === '*') literals.push('')
    else literals[literals.length - 1] += part.startsWith('\\') ? part.slice(1) : part
  }
  const [first = '', ...others] = literals
  if (others.length === 0) return value => value === first
  const last = others.pop() ?? ''
  // Literals are sought one after the other: no expression that an odd pattern could make slow.
  return value => {
    if (!value.startsWith(first) || value.length < first.length + last.length || !value.endsWith(last))
      return false
    let at = first.length
    const end = value.length - last.length
    for (const literal of others) {
      const found = value.indexOf(literal, at)
      if (found < 0 || found + literal.length > end) return false
      at = found + literal.length
    }
    return true
  }
}

function anythingBut(wanted: unknown): Matcher {
  if (typeof wanted === 'object' && wanted !== null && !Array.isArray(wanted)) {
    const [entry, ...rest] = Object.entries(wanted)
    const kinds = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard']
    if (!entry || rest.length > 0 || !kinds.includes(entry[0])) {
      throw invalidPattern(`Unsupported anything-but pattern: ${entry?.[0] ?? ''}`)
    }
    const [kind, given] = entry as [string, unknown]
    const refused = (Array.isArray(given) ? given : [given]).map(one => textMatcher(kind, one))
    return value => value !== undefined && !refused.some(one => typeof value === 'string' && one(value))
  }
  const list: unknown[] = Array.isArray(wanted) ? wanted : [wanted]
  if (list.length === 0) throw invalidPattern('Empty arrays are not allowed')
  if (!list.every(isScalar))
    throw invalidPattern('Inside anything-but list, start|null|boolean is not supported.')
  return value => value !== undefined && !list.includes(value)
}

function numeric(wanted: unknown): Matcher {
  const list: unknown[] = Array.isArray(wanted) ? wanted : []
  if (list.length !== 2 && list.length !== 4) throw invalidPattern('Value of numeric must be an array.')
  const tests: ((value: number) => boolean)[] = []
  for (let index = 0; index < list.length; index += 2) {
    const operator = list[index]
    const bound = list[index + 1]
    const compare = typeof operator === 'string' ? COMPARE[operator] : undefined
    if (!compare) throw invalidPattern(`Unrecognized numeric range operator: ${String(operator)}`)
    if (typeof bound !== 'number') throw invalidPattern(`Value of ${String(operator)} must be numeric`)
    tests.push(value => compare(value, bound))
  }
  return value => typeof value === 'number' && tests.every(holds => holds(value))
}

function cidr(wanted: unknown): Matcher {
  const [address = '', length = ''] = typeof wanted === 'string' ? wanted.split('/') : []
  const version = isIP(address)
  const bits = version === 4 ? 32 : 128
  if (!version || !/^\d+$/.test(length) || Number(length) > bits) {
    throw invalidPattern("Malformed CIDR, one '/' required")
  }
  const range = new BlockList()
  range.addSubnet(address, Number(length), version === 4 ? 'ipv4' : 'ipv6')
  return value => {
    if (typeof value !== 'string') return false
    const of = isIP(value)
    return of !== 0 && range.check(value, of === 4 ? 'ipv4' : 'ipv6')
  }
}
