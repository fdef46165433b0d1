import { RE2JS } from 're2js'
import { invalidParameter } from './errors.ts'

/** The fields of a message that fits the pattern, by their names; undefined for one that does not. */
export type ReadFields = (message: string) => Record<string, string> | undefined

type Test = (fields: Record<string, string>) => boolean

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/
const CONDITION =
  /^\s*([A-Za-z_][A-Za-z0-9_]*)\s*(!=|<=|>=|=|<|>)\s*("(?:[^"\\]|\\.)*"|%(?:[^%])+%|[^\s"%&|=<>!]+)\s*$/

/**
 * A pattern for messages of fields with spaces between, such as `[ip, user, status = 4* && status != 404, bytes, ...]`. What stands
 * between square brackets or double quotes is one field. Throws InvalidParameterException.
 */
export function compileSpaceFilter(pattern: string): ReadFields {
  if (!pattern.endsWith(']')) throw invalidParameter('Invalid filter pattern')
  const columns = split(pattern.slice(1, -1), ',').map(text => text.trim())
  const rest = columns.indexOf('...')
  if (columns.some(text => text === '') || (rest !== -1 && columns.indexOf('...', rest + 1) !== -1)) {
    throw invalidParameter('Invalid filter pattern')
  }
  const compiled = columns.map(text => (text === '...' ? undefined : column(text)))
  return message => {
    const values = fieldsOf(message)
    const least = rest === -1 ? columns.length : columns.length - 1
    if (rest === -1 ? values.length !== least : values.length < least) return undefined
    const skipped = values.length - least
    const fields: Record<string, string> = {}
    compiled.forEach((one, index) => {
      const after = rest !== -1 && index > rest
      if (one) fields[one.name] = values[after ? index - 1 + skipped : index] ?? ''
    })
    return compiled.every(one => one?.test(fields) ?? true) ? fields : undefined
  }
}

/** The fields of a message; one in brackets or quotes is whole, without them. */
export function fieldsOf(message: string): string[] {
  const fields = message.matchAll(/\[([^\]]*)\](?=\s|$)|"((?:[^"\\]|\\.)*)"(?=\s|$)|(\S+)/g)
  return [...fields].map(([, bracketed, quoted, plain]) => bracketed ?? quoted ?? plain ?? '')
}

function column(text: string): { name: string; test: Test } {
  if (NAME.test(text)) return { name: text, test: () => true }
  const any = split(text, '||').map(part => split(part, '&&').map(condition))
  const names = new Set(any.flat().map(({ name }) => name))
  const [name] = names
  if (name === undefined || names.size > 1) throw invalidParameter('Invalid filter pattern')
  return { name, test: fields => any.some(all => all.every(({ test }) => test(fields))) }
}

function condition(text: string): { name: string; test: Test } {
  const [, name, sign, value] = CONDITION.exec(text) ?? []
  if (name === undefined || sign === undefined || value === undefined) {
    throw invalidParameter('Invalid filter pattern')
  }
  const matches = compare(sign, value)
  return { name, test: fields => matches(fields[name] ?? '') }
}

function compare(sign: string, value: string): (field: string) => boolean {
  const number = Number(value)
  if (sign !== '=' && sign !== '!=') {
    if (value === '' || Number.isNaN(number)) throw invalidParameter('Invalid filter pattern')
    const holds = { '<': isBelow, '>': isAbove, '<=': not(isAbove), '>=': not(isBelow) }[sign] ?? isBelow
    return field => field !== '' && !Number.isNaN(Number(field)) && holds(Number(field), number)
  }
  const equals = equal(value, number)
  return sign === '=' ? equals : field => !equals(field)
}

const isBelow = (field: number, value: number): boolean => field < value
const isAbove = (field: number, value: number): boolean => field > value
const not =
  (holds: typeof isBelow): typeof isBelow =>
  (field, value) =>
    !holds(field, value)

function equal(value: string, number: number): (field: string) => boolean {
  if (value.startsWith('%')) return regex(value.slice(1, -1), false)
  if (value.startsWith('"')) return wildcard(value.slice(1, -1).replace(/\\(.)/g, '$1'))
  if (Number.isNaN(number)) return wildcard(value)
  return field => field === value || (field !== '' && Number(field) === number)
}

function wildcard(text: string): (field: string) => boolean {
  if (!text.includes('*')) return field => field === text
  return regex(text.split('*').map(RE2JS.quote).join('.*'), true)
}

/** A regular expression that cannot take exponential time. */
function regex(source: string, whole: boolean): (field: string) => boolean {
  try {
    const compiled = RE2JS.compile(source)
    return field => (whole ? compiled.matcher(field).matches() : compiled.matcher(field).find())
  } catch {
    throw invalidParameter('Invalid regex in filter pattern')
  }
}

/** Splits where the separator stands outside of quotes and regular expressions. */
function split(text: string, separator: string): string[] {
  const parts = ['']
  let quote: string | undefined
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? ''
    if (quote === undefined && text.startsWith(separator, index)) {
      parts.push('')
      index += separator.length - 1
      continue
    }
    if (quote === undefined && (character === '"' || character === '%')) quote = character
    else if (character === quote && text[index - 1] !== '\\') quote = undefined
    parts[parts.length - 1] += character
  }
  return parts
}
