/** A mark of shell integration (OSC 133). */
export type ShellMark = { kind: 'A' | 'B' | 'C' } | { kind: 'D'; exitCode: number | null }

/** Reads the text after `133;`; null for marks that the page does not know. */
export function readMark(data: string): ShellMark | null {
  const [kind, status] = data.split(';')
  if (kind === 'A' || kind === 'B' || kind === 'C') return { kind }
  if (kind !== 'D') return null
  return { kind, exitCode: status !== undefined && /^\d{1,3}$/.test(status) ? Number(status) : null }
}
