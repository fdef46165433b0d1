/** What the shell says between the bytes it prints: OSC 133, as terminals know it, with our own id so that output cannot forge it. */
export type Marker =
  | { kind: 'prompt-start'; bracketedPaste: boolean }
  | { kind: 'prompt-end' }
  | { kind: 'continuation' }
  | { kind: 'command-start'; command: string }
  | { kind: 'command-end'; exitCode: number }

/** A stretch of output or a marker, in the order in which they came. */
export type Segment = { text: string } | { marker: Marker }

const SEQUENCE = /\x1b\]133;([ABCDP])((?:;[^\x07\x1b;]*)*)(?:\x07|\x1b\\)/g
const LONGEST_MARKER = 64 * 1024

/** Splits the bytes of a pty into output and markers; a marker that is cut between two reads is put together again. */
export function createMarkerReader(id: string): (bytes: Buffer) => Segment[] {
  let rest = ''

  return bytes => {
    const text = rest + bytes.toString('latin1')
    const segments: Segment[] = []
    let at = 0
    for (const match of text.matchAll(SEQUENCE)) {
      if (match.index > at) segments.push({ text: text.slice(at, match.index) })
      at = match.index + match[0].length
      const marker = parseMarker(match[1] ?? '', match[2] ?? '', id)
      if (marker) segments.push({ marker })
    }
    const cut = beginningOfMarker(text, at)
    if (cut > at) segments.push({ text: text.slice(at, cut) })
    rest = text.slice(cut)
    return segments
  }
}

/** Where an unfinished marker begins at the end of `text`, or its length. */
function beginningOfMarker(text: string, from: number): number {
  const begin = text.lastIndexOf('\x1b')
  if (begin < from || text.length - begin > LONGEST_MARKER) return text.length
  const tail = text.slice(begin)
  const unfinished = '\x1b]133;'.startsWith(tail) || /^\x1b\]133;[^\x07]*$/.test(tail)
  if (unfinished) return begin
  // The escape of a string terminator that was cut in two.
  const opening = text.lastIndexOf('\x1b]133;')
  return tail === '\x1b' && opening >= from ? opening : text.length
}

function parseMarker(letter: string, rest: string, id: string): Marker | null {
  const fields = rest.split(';').slice(1)
  const values = new Map(fields.filter(field => field.includes('=')).map(splitField))
  if (values.get('aid') !== id) return null
  if (letter === 'A') return { kind: 'prompt-start', bracketedPaste: values.get('paste') === '1' }
  if (letter === 'B') return { kind: 'prompt-end' }
  if (letter === 'P') return { kind: 'continuation' }
  if (letter === 'C') return { kind: 'command-start', command: unescapeCommand(values.get('cmd') ?? '') }
  return { kind: 'command-end', exitCode: Number(fields[0] ?? 0) || 0 }
}

function splitField(field: string): [string, string] {
  const equals = field.indexOf('=')
  return [field.slice(0, equals), field.slice(equals + 1)]
}

function unescapeCommand(escaped: string): string {
  const bytes = escaped.replace(/\\(\\|x[0-9a-f]{2})/g, (_, code: string) =>
    code === '\\' ? '\\' : String.fromCharCode(parseInt(code.slice(1), 16)),
  )
  return Buffer.from(bytes, 'latin1').toString('utf8').trim()
}
