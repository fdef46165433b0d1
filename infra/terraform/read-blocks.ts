/** A block of Terraform's language: `resource "aws_ecs_service" "app" { … }`. */
export interface Block {
  kind: string
  labels: string[]
  /** Names of its own arguments, not those of blocks within. */
  names: string[]
  body: string
}

const PAIRS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

/**
 * The outermost blocks of a file. Throws an Error with the line when brackets or quotes do not close, or when something stands
 * outside of a block. What expressions mean is Terraform's to say: none of it is looked at.
 */
export function readBlocks(text: string): Block[] {
  const code = withoutStrings(text)
  const blocks: Block[] = []
  const open: { bracket: string; at: number }[] = []
  let begin = 0
  for (let at = 0; at < code.length; at++) {
    const character = code.charAt(at)
    if ('([{'.includes(character)) open.push({ bracket: character, at })
    if (!(character in PAIRS)) continue
    const last = open.pop()
    if (!last || last.bracket !== PAIRS[character])
      throw new Error(`line ${lineOf(text, at)}: ${character} closes nothing`)
    if (open.length > 0) continue
    blocks.push(blockOf(text, code, begin, last.at, at))
    begin = at + 1
  }
  const unclosed = open.at(-1)
  if (unclosed) throw new Error(`line ${lineOf(text, unclosed.at)}: ${unclosed.bracket} is not closed`)
  const rest = code.slice(begin)
  const loose = begin + rest.search(/\S/)
  if (loose >= begin) throw new Error(`line ${lineOf(text, loose)}: this stands in no block`)
  return blocks
}

function blockOf(text: string, code: string, begin: number, from: number, to: number): Block {
  const head = text.slice(begin, from).replace(/#.*/g, '').trim()
  const [, kind, labels = ''] = /^(\w+)((?: "[\w-]+")*)$/.exec(head) ?? []
  if (!kind) throw new Error(`line ${lineOf(text, from)}: expected a kind and its labels, got ${head}`)
  return {
    kind,
    labels: [...labels.matchAll(/"([\w-]+)"/g)].map(match => match[1] ?? ''),
    names: outermostNames(code.slice(from + 1, to)),
    body: text.slice(from + 1, to),
  }
}

/** Names before an = that no bracket holds. */
function outermostNames(body: string): string[] {
  let depth = 0
  return body.split('\n').flatMap(line => {
    const [, name] = depth === 0 ? (/^\s*([\w-]+)\s*=(?!=)/.exec(line) ?? []) : []
    for (const character of line) depth += '([{'.includes(character) ? 1 : character in PAIRS ? -1 : 0
    return name === undefined ? [] : [name]
  })
}

/** The text with spaces for comments and for what stands in quotes, every character in its place. */
function withoutStrings(text: string): string {
  const blank = (found: string) => found.replace(/[^\n]/g, ' ')
  const code = text.replace(/"(?:[^"\\\n]|\\.)*"|#.*/g, blank)
  const quote = code.indexOf('"')
  if (quote >= 0) throw new Error(`line ${lineOf(text, quote)}: a quote is not closed`)
  return code
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length
}
