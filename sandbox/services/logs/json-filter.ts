import { invalidParameter } from './errors.ts'

type Test = (document: unknown) => boolean

const TOKEN =
  /\s*(?:(\$(?:\.[A-Za-z0-9_*-]+|\[\d+\]|\["[^"]*"\])+)|(&&|\|\||!=|<=|>=|=|<|>|\(|\))|(IS|NOT|EXISTS|NULL|TRUE|FALSE)\b|"((?:[^"\\]|\\.)*)"|([^\s()&|]+))/y

type Token = { kind: 'path' | 'sign' | 'word' | 'value'; text: string; quoted?: boolean }

/** A pattern such as `{ $.level = "error" && $.status >= 500 }`. Throws InvalidParameterException. */
export function compileJsonFilter(pattern: string): (message: string) => boolean {
  if (!pattern.endsWith('}')) throw invalidParameter('Invalid filter pattern')
  const tokens = tokenize(pattern.slice(1, -1))
  const parser = new Parser(tokens)
  const test = parser.either()
  parser.end()
  return message => {
    if (!message.trimStart().startsWith('{')) return false
    try {
      return test(JSON.parse(message))
    } catch {
      return false
    }
  }
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  while (text.slice(TOKEN.lastIndex).trim() !== '') {
    const match = TOKEN.exec(text)
    if (!match) throw invalidParameter('Invalid filter pattern')
    const [, path, sign, word, phrase, value] = match
    if (path !== undefined) tokens.push({ kind: 'path', text: path })
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word })
    else if (phrase !== undefined) {
      tokens.push({ kind: 'value', text: phrase.replace(/\\(.)/g, '$1'), quoted: true })
    } else tokens.push({ kind: 'value', text: value ?? '' })
  }
  return tokens
}

class Parser {
  readonly #tokens: Token[]
  #position = 0

  constructor(tokens: Token[]) {
    this.#tokens = tokens
  }

  either(): Test {
    const tests = [this.#both()]
    while (this.#take('sign', '||')) tests.push(this.#both())
    return document => tests.some(test => test(document))
  }

  end(): void {
    if (this.#position < this.#tokens.length) throw invalidParameter('Invalid filter pattern')
  }

  #both(): Test {
    const tests = [this.#single()]
    while (this.#take('sign', '&&')) tests.push(this.#single())
    return document => tests.every(test => test(document))
  }

  #single(): Test {
    if (this.#take('sign', '(')) {
      const inner = this.either()
      this.#need('sign', ')')
      return inner
    }
    const steps = stepsOf(this.#need('path').text)
    if (this.#take('word', 'IS')) {
      const wanted = { NULL: null, TRUE: true, FALSE: false }[this.#need('word').text]
      return document => valueAt(document, steps) === wanted
    }
    if (this.#take('word', 'NOT')) {
      this.#need('word', 'EXISTS')
      return document => valueAt(document, steps) === undefined
    }
    const sign = this.#need('sign').text
    return comparison(steps, sign, this.#need('value'))
  }

  #take(kind: Token['kind'], text?: string): Token | undefined {
    const token = this.#tokens[this.#position]
    if (token?.kind !== kind || (text !== undefined && token.text !== text)) return undefined
    this.#position++
    return token
  }

  #need(kind: Token['kind'], text?: string): Token {
    const token = this.#take(kind, text)
    if (!token) throw invalidParameter('Invalid filter pattern')
    return token
  }
}

/** A path such as `$.a.b[0]` as keys. */
export function stepsOf(path: string): string[] {
  return [...path.matchAll(/\.([A-Za-z0-9_*-]+)|\[(\d+)\]|\["([^"]*)"\]/g)].map(
    ([, name, index, key]) => name ?? index ?? key ?? '',
  )
}

/** What a document holds at a path. */
export function valueAt(document: unknown, steps: string[]): unknown {
  return steps.reduce<unknown>(
    (value, step) =>
      value !== null && typeof value === 'object' && Object.hasOwn(value, step)
        ? (value as Record<string, unknown>)[step]
        : undefined,
    document,
  )
}

function comparison(steps: string[], sign: string, wanted: Token): Test {
  const number = wanted.quoted ? NaN : Number(wanted.text)
  const numeric: Record<string, (value: number) => boolean> = {
    '=': value => value === number,
    '!=': value => value !== number,
    '<': value => value < number,
    '>': value => value > number,
    '<=': value => value <= number,
    '>=': value => value >= number,
  }
  const compare = numeric[sign]
  if (!compare) throw invalidParameter('Invalid filter pattern')
  if (!Number.isNaN(number)) {
    return document => {
      const value = valueAt(document, steps)
      return typeof value === 'number' && compare(value)
    }
  }
  if (sign !== '=' && sign !== '!=') throw invalidParameter('Invalid filter pattern')
  return document => {
    const value = valueAt(document, steps)
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return false
    return like(String(value), wanted.text) === (sign === '=')
  }
}

/** `*` stands for anything. */
function like(value: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  const last = rest.pop()
  if (last === undefined) return value === pattern
  if (!value.startsWith(first) || !value.endsWith(last)) return false
  let position = first.length
  for (const part of rest) {
    const found = value.indexOf(part, position)
    if (found < 0) return false
    position = found + part.length
  }
  return position <= value.length - last.length
}
