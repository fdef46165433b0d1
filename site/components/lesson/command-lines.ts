/** A part of a displayed command: an option's name, a value that no step has given yet, or plain text. */
export interface CommandPart {
  kind: 'option' | 'unknown' | 'text'
  text: string
}

/** Words of a shell command with the spaces before them; quoted text stays whole. */
function words(command: string): string[] {
  return command.match(/\s*(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/gs) ?? []
}

/** Cuts a one-line command before each `--option`, so that it reads from top to bottom. Lines it already has are kept. */
export function commandLines(command: string): string[] {
  if (command.includes('\n')) return command.split('\n')
  const lines: string[] = []
  for (const word of words(command)) {
    const opensLine = /^\s+--[a-z]/.test(word) || /^\s+(?:&&|\|\|?)$/.test(word)
    if (lines.length === 0) lines.push(word)
    else if (opensLine) lines.push(word.trimStart())
    else lines[lines.length - 1] += word
  }
  return lines
}

/** A line in parts, each with its kind, in order; joined they are the line. */
export function commandParts(line: string): CommandPart[] {
  const parts: CommandPart[] = []
  let rest = 0
  for (const match of line.matchAll(/(?<=^|\s)--[a-z][\w-]*|‹[^›]*›/g)) {
    if (match.index > rest) parts.push({ kind: 'text', text: line.slice(rest, match.index) })
    parts.push({ kind: match[0].startsWith('‹') ? 'unknown' : 'option', text: match[0] })
    rest = match.index + match[0].length
  }
  if (rest < line.length) parts.push({ kind: 'text', text: line.slice(rest) })
  return parts
}
