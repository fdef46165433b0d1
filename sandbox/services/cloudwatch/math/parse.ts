import { validationError } from '../errors.ts'

/** An expression of metric math as a tree. */
export type Node =
  | { kind: 'number'; value: number }
  | { kind: 'text'; text: string }
  | { kind: 'name'; name: string }
  | { kind: 'list'; items: Node[] }
  | { kind: 'call'; name: string; args: Node[] }
  | { kind: 'operator'; operator: string; left: Node; right: Node }
  | { kind: 'negative'; of: Node }

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z_][A-Za-z0-9_]*)|"([^"]*)"|'([^']*)'|(==|!=|<=|>=|&&|\|\||[-+*/^<>()[\],]))/y

/** Operators by how tightly they bind, loosest first. */
const LEVELS = [
  ['||', 'OR'],
  ['&&', 'AND'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
  ['^'],
]
const DEEPEST = 50

type Token = { kind: 'number' | 'name' | 'text' | 'sign'; text: string }

/** Reads an expression. Throws ValidationError. */
export function parseExpression(expression: string): Node {
  const parser = new Parser(tokenize(expression), expression)
  const node = parser.level(0)
  parser.end()
  return node
}

/** Names of metrics and expressions that an expression refers to. */
export function namesIn(node: Node): string[] {
  switch (node.kind) {
    case 'name':
      return [node.name]
    case 'list':
      return node.items.flatMap(namesIn)
    case 'call':
      return node.args.flatMap(namesIn)
    case 'operator':
      return [...namesIn(node.left), ...namesIn(node.right)]
    case 'negative':
      return namesIn(node.of)
    default:
      return []
  }
}

function tokenize(expression: string): Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  while (expression.slice(TOKEN.lastIndex).trim() !== '') {
    const match = TOKEN.exec(expression)
    if (!match) throw invalid(expression)
    const [, number, name, double, single, sign] = match
    if (number !== undefined) tokens.push({ kind: 'number', text: number })
    else if (name !== undefined) tokens.push({ kind: 'name', text: name })
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign })
    else tokens.push({ kind: 'text', text: double ?? single ?? '' })
  }
  return tokens
}

class Parser {
  readonly #tokens: Token[]
  readonly #expression: string
  #position = 0
  #depth = 0

  constructor(tokens: Token[], expression: string) {
    this.#tokens = tokens
    this.#expression = expression
  }

  level(index: number): Node {
    const operators = LEVELS[index]
    if (!operators) return this.#unary()
    let left = this.level(index + 1)
    for (let operator = this.#operator(operators); operator; operator = this.#operator(operators)) {
      left = { kind: 'operator', operator, left, right: this.level(index + 1) }
    }
    return left
  }

  end(): void {
    if (this.#position < this.#tokens.length) throw invalid(this.#expression)
  }

  #unary(): Node {
    if (++this.#depth > DEEPEST) throw invalid(this.#expression)
    const node: Node = this.#take('-') ? { kind: 'negative', of: this.#unary() } : this.#primary()
    this.#depth--
    return node
  }

  #primary(): Node {
    const token = this.#tokens[this.#position++]
    if (token?.kind === 'number') return { kind: 'number', value: Number(token.text) }
    if (token?.kind === 'text') return { kind: 'text', text: token.text }
    if (token?.kind === 'name') {
      return this.#take('(')
        ? { kind: 'call', name: token.text.toUpperCase(), args: this.#list(')') }
        : { kind: 'name', name: token.text }
    }
    if (token?.text === '[') return { kind: 'list', items: this.#list(']') }
    if (token?.text !== '(') throw invalid(this.#expression)
    const inner = this.level(0)
    if (!this.#take(')')) throw invalid(this.#expression)
    return inner
  }

  #list(end: string): Node[] {
    const items: Node[] = []
    if (this.#take(end)) return items
    do items.push(this.level(0))
    while (this.#take(','))
    if (!this.#take(end)) throw invalid(this.#expression)
    return items
  }

  #operator(operators: string[]): string | undefined {
    const token = this.#tokens[this.#position]
    if (!token || token.kind === 'text' || token.kind === 'number') return undefined
    const found = operators.find(operator => operator === token.text.toUpperCase())
    if (found) this.#position++
    return found
  }

  #take(sign: string): boolean {
    const token = this.#tokens[this.#position]
    if (token?.kind !== 'sign' || token.text !== sign) return false
    this.#position++
    return true
  }
}

function invalid(expression: string) {
  return validationError(`Error in expression '${expression}': the expression cannot be read.`)
}
