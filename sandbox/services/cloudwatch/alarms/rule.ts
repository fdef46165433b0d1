import type { StateValue } from '@aws-sdk/client-cloudwatch'
import { validationError } from '../errors.ts'

/** A composite alarm's rule as a tree. */
export type Rule =
  | { kind: 'alarm'; state: StateValue; name: string }
  | { kind: 'constant'; value: boolean }
  | { kind: 'not'; of: Rule }
  | { kind: 'and' | 'or'; left: Rule; right: Rule }
  | { kind: 'atLeast'; count: number; states: StateValue; names: string[]; negated: boolean }

const TOKEN = /\s*(?:([(),%])|"([^"]*)"|'([^']*)'|([^\s(),%"']+))/y
const STATES: Readonly<Record<string, StateValue>> = {
  ALARM: 'ALARM',
  OK: 'OK',
  INSUFFICIENT_DATA: 'INSUFFICIENT_DATA',
}
const DEEPEST = 100

interface Token {
  text: string
  kind: 'sign' | 'quoted' | 'word'
}

/** Reads a rule such as `ALARM("a") AND NOT (OK(b) OR ALARM(c))`. Throws ValidationError. */
export function parseRule(text: string): Rule {
  const parser = new RuleParser(text)
  const rule = parser.either()
  parser.end()
  return rule
}

/** Names of the alarms that a rule asks for. */
export function namesOf(rule: Rule): string[] {
  switch (rule.kind) {
    case 'alarm':
      return [rule.name]
    case 'constant':
      return []
    case 'not':
      return namesOf(rule.of)
    case 'atLeast':
      return rule.names
    default:
      return [...namesOf(rule.left), ...namesOf(rule.right)]
  }
}

/** Whether the rule holds. An alarm that does not exist is in no state. */
export function ruleHolds(rule: Rule, stateOf: (name: string) => StateValue | undefined): boolean {
  switch (rule.kind) {
    case 'alarm':
      return stateOf(rule.name) === rule.state
    case 'constant':
      return rule.value
    case 'not':
      return !ruleHolds(rule.of, stateOf)
    case 'and':
      return ruleHolds(rule.left, stateOf) && ruleHolds(rule.right, stateOf)
    case 'or':
      return ruleHolds(rule.left, stateOf) || ruleHolds(rule.right, stateOf)
    case 'atLeast': {
      const { names, states, negated } = rule
      return names.filter(name => (stateOf(name) === states) !== negated).length >= rule.count
    }
  }
}

class RuleParser {
  readonly #text: string
  readonly #tokens: Token[] = []
  #position = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
    TOKEN.lastIndex = 0
    while (text.slice(TOKEN.lastIndex).trim() !== '') {
      const match = TOKEN.exec(text)
      if (!match) throw this.#invalid()
      const [, sign, double, single, word] = match
      if (sign !== undefined) this.#tokens.push({ text: sign, kind: 'sign' })
      else if (word !== undefined) this.#tokens.push({ text: word, kind: 'word' })
      else this.#tokens.push({ text: double ?? single ?? '', kind: 'quoted' })
    }
  }

  either(): Rule {
    if (++this.#depth > DEEPEST) throw this.#invalid()
    let left = this.#both()
    while (this.#take('word', 'OR')) left = { kind: 'or', left, right: this.#both() }
    this.#depth--
    return left
  }

  end(): void {
    if (this.#position < this.#tokens.length) throw this.#invalid()
  }

  #both(): Rule {
    let left = this.#single()
    while (this.#take('word', 'AND')) left = { kind: 'and', left, right: this.#single() }
    return left
  }

  #single(): Rule {
    if (++this.#depth > DEEPEST) throw this.#invalid()
    const rule = this.#term()
    this.#depth--
    return rule
  }

  #term(): Rule {
    if (this.#take('word', 'NOT')) return { kind: 'not', of: this.#single() }
    if (this.#take('sign', '(')) {
      const inner = this.either()
      this.#need('sign', ')')
      return inner
    }
    const word = this.#need('word').text.toUpperCase()
    if (word === 'TRUE' || word === 'FALSE') return { kind: 'constant', value: word === 'TRUE' }
    if (word === 'AT_LEAST') return this.#atLeast()
    const state = STATES[word]
    if (!state) throw this.#invalid()
    this.#need('sign', '(')
    const name = this.#name()
    this.#need('sign', ')')
    return { kind: 'alarm', state, name }
  }

  /** `AT_LEAST(2, ALARM, (a, b, c))`, or with `50%` or `NOT OK`. */
  #atLeast(): Rule {
    this.#need('sign', '(')
    const count = Number(this.#need('word').text)
    const percent = this.#take('sign', '%')
    this.#need('sign', ',')
    const negated = this.#take('word', 'NOT')
    const states = STATES[this.#need('word').text.toUpperCase()]
    this.#need('sign', ',')
    this.#need('sign', '(')
    const names = [this.#name()]
    while (this.#take('sign', ',')) names.push(this.#name())
    this.#need('sign', ')')
    this.#need('sign', ')')
    if (!states || !Number.isInteger(count) || count < 1) throw this.#invalid()
    return {
      kind: 'atLeast',
      count: percent ? Math.ceil((count / 100) * names.length) : count,
      states,
      names,
      negated,
    }
  }

  /** An alarm's name or ARN; names without quotation marks may have spaces in them nowhere. */
  #name(): string {
    const token = this.#tokens[this.#position++]
    if (!token || token.kind === 'sign' || token.text === '') throw this.#invalid()
    return /^arn:[^:]+:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/.exec(token.text)?.[1] ?? token.text
  }

  #take(kind: Token['kind'], text: string): boolean {
    const token = this.#tokens[this.#position]
    if (token?.kind !== kind || token.text.toUpperCase() !== text) return false
    this.#position++
    return true
  }

  #need(kind: Token['kind'], text?: string): Token {
    const token = this.#tokens[this.#position++]
    if (token?.kind !== kind || (text !== undefined && token.text !== text)) throw this.#invalid()
    return token
  }

  #invalid() {
    return validationError(`AlarmRule is not valid: ${this.#text.slice(0, 200)}`)
  }
}
