/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** A JSON text as read: its value, and the line (from 1) on which the value at a path such as `a[0].b` begins. */
export interface JsonText {
  value: Json
  lines: ReadonlyMap<string, number>
}

/** A text that is not JSON, in the words of the `aws` command line, which is written in Python. */
export class JsonTextError extends Error {
  readonly line: number

  constructor(problem: string, text: string, place: number) {
    const before = text.slice(0, place).split('\n')
    const column = (before.at(-1)?.length ?? 0) + 1
    super(`${problem}: line ${before.length} column ${column} (char ${place})`)
    this.line = before.length
  }
}

const SPACE = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /true|false|null/y
const PLAIN = /[^"\\\u0000-\u001f]*/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y

/** Reads `text`. Throws JsonTextError at the first place where it is not JSON. */
export function readJson(text: string): JsonText {
  const lines = new Map<string, number>()
  let place = 0
  let line = 1

  const fail = (problem: string, at = place): never => {
    throw new JsonTextError(problem, text, at)
  }
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = place
    const [taken = ''] = pattern.exec(text) ?? []
    place += taken.length
    return taken
  }
  const skip = () => {
    line += take(SPACE).split('\n').length - 1
  }
  const takes = (sign: string): boolean => {
    if (text[place] !== sign) return false
    place++
    return true
  }

  const string = (): string => {
    const start = place++
    for (;;) {
      take(PLAIN)
      if (takes('"')) return JSON.parse(text.slice(start, place)) as string
      if (place >= text.length) fail('Unterminated string starting at', start)
      if (text[place] !== '\\') fail('Invalid control character at')
      if (!take(ESCAPE)) fail(text[place + 1] === 'u' ? 'Invalid \\uXXXX escape' : 'Invalid \\escape')
    }
  }

  const object = (path: string): Json => {
    const members: [string, Json][] = []
    place++
    skip()
    if (takes('}')) return {}
    do {
      skip()
      if (text[place] !== '"') fail('Expecting property name enclosed in double quotes')
      const key = string()
      skip()
      if (!takes(':')) fail("Expecting ':' delimiter")
      skip()
      members.push([key, value(path ? `${path}.${key}` : key)])
      skip()
    } while (takes(','))
    if (!takes('}')) fail("Expecting ',' delimiter")
    return Object.fromEntries(members)
  }

  const array = (path: string): Json => {
    const items: Json[] = []
    place++
    skip()
    if (takes(']')) return []
    do {
      skip()
      items.push(value(`${path}[${items.length}]`))
      skip()
    } while (takes(','))
    if (!takes(']')) fail("Expecting ',' delimiter")
    return items
  }

  const value = (path: string): Json => {
    lines.set(path, line)
    if (text[place] === '{') return object(path)
    if (text[place] === '[') return array(path)
    if (text[place] === '"') return string()
    const simple = take(NUMBER) || take(WORD)
    return simple ? (JSON.parse(simple) as Json) : fail('Expecting value')
  }

  skip()
  const whole = value('')
  skip()
  if (place < text.length) fail('Extra data')
  return { value: whole, lines }
}
