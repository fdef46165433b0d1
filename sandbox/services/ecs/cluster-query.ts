import { matches } from '../iam/policy/wildcard.ts'
import { invalidParameter } from './lookup.ts'

/** Values that an expression may ask for; none where there is nothing of the name. */
export type Subject = (name: string) => string[]

type Condition = (subject: Subject) => boolean

const TOKEN = /\s*(==|!=|<=|>=|=~|!~|&&|\|\||[()[\],!<>]|'[^']*'|"[^"]*"|[^\s()[\],!<>=]+)/y

/**
 * Reads an expression of the cluster query language, such as `attribute:ecs.instance-type =~ t3.* and task:group == service:web`:
 * `==`, `!=`, `=~`, `in`, `exists`, comparisons of numbers, `and`, `or`, `not`. Throws InvalidParameterException.
 */
export function compileQuery(text: string): Condition {
  const tokens = tokensOf(text)
  let at = 0
  const peek = () => tokens[at]?.toLowerCase()
  const take = (): string => {
    const token = tokens[at++]
    if (token === undefined) throw invalidExpression(text)
    return token
  }
  const expect = (wanted: string) => {
    if (take().toLowerCase() !== wanted) throw invalidExpression(text)
  }
  const either = (): Condition => {
    const parts = [both()]
    while (peek() === 'or' || peek() === '||') parts.push((at++, both()))
    return subject => parts.some(part => part(subject))
  }
  const both = (): Condition => {
    const parts = [single()]
    while (peek() === 'and' || peek() === '&&') parts.push((at++, single()))
    return subject => parts.every(part => part(subject))
  }
  const single = (): Condition => {
    if (peek() === 'not' || peek() === '!') {
      at++
      const inner = single()
      return subject => !inner(subject)
    }
    if (peek() === '(') {
      at++
      const inner = either()
      expect(')')
      return inner
    }
    return comparison(unquoted(take()))
  }
  const comparison = (name: string): Condition => {
    const operator = take().toLowerCase()
    switch (operator) {
      case 'exists':
        return subject => subject(name).length > 0
      case '!':
      case 'not_exists': {
        const kind = operator === '!' ? take().toLowerCase() : 'exists'
        if (kind === 'exists') return subject => subject(name).length === 0
        if (kind !== 'in') throw invalidExpression(text)
        const values = list()
        return subject => !subject(name).some(value => values.includes(value))
      }
      case 'not_in':
      case 'in': {
        const values = list()
        return subject => subject(name).some(value => values.includes(value)) === (operator === 'in')
      }
      default:
        return compare(operator, name, unquoted(take()))
    }
  }
  const list = (): string[] => {
    const values: string[] = []
    expect('[')
    for (;;) {
      values.push(unquoted(take()))
      const next = take()
      if (next === ']') return values
      if (next !== ',') throw invalidExpression(text)
    }
  }
  const compare = (operator: string, name: string, wanted: string): Condition => {
    const numbers = (holds: (a: number, b: number) => boolean): Condition => {
      return subject => subject(name).some(value => holds(Number(value), Number(wanted)))
    }
    switch (operator) {
      case '==':
      case 'equals':
        return subject => subject(name).includes(wanted)
      case '!=':
      case 'not_equals':
        return subject => !subject(name).includes(wanted)
      case '=~':
      case 'matches':
        return subject => subject(name).some(value => matches(asWildcard(wanted), value))
      case '!~':
      case 'not_matches':
        return subject => !subject(name).some(value => matches(asWildcard(wanted), value))
      case '>':
        return numbers((a, b) => a > b)
      case '>=':
        return numbers((a, b) => a >= b)
      case '<':
        return numbers((a, b) => a < b)
      case '<=':
        return numbers((a, b) => a <= b)
      default:
        throw invalidExpression(text)
    }
  }
  const condition = either()
  if (at < tokens.length) throw invalidExpression(text)
  return condition
}

/** Of the patterns that AWS shows, `t2.*` and the like: the dot before a star belongs to it. */
function asWildcard(pattern: string): string {
  return pattern.replaceAll('.*', '*').replaceAll('\\', '')
}

function unquoted(token: string): string {
  return /^(['"]).*\1$/.test(token) ? token.slice(1, -1) : token
}

function tokensOf(text: string): string[] {
  const tokens: string[] = []
  const rest = text.trim()
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < rest.length) {
    const found = TOKEN.exec(rest)
    if (!found) throw invalidExpression(text)
    tokens.push(found[1] ?? '')
  }
  return tokens
}

function invalidExpression(text: string) {
  return invalidParameter(`Invalid expression: ${text}`)
}
