import type { IDecoration, IDisposable, IMarker, Terminal } from '@xterm/xterm'
import { readMark } from './shell-mark.ts'

interface Command {
  /** The last row of the command line. */
  marker: IMarker
  startedAt: number
  batch: number
}

/**
 * Writes `exit 0 · 0.6 s` to the right of each command, from the marks of shell integration (OSC 133): C output begins, D;status
 * ends. `batch` tells which write is being drawn: times are shown only of commands seen live.
 */
export function markExits(terminal: Terminal, batch: () => number): IDisposable {
  let command: Command | null = null
  const decorations: IDecoration[] = []
  const handler = terminal.parser.registerOscHandler(133, data => {
    const mark = readMark(data)
    if (mark?.kind === 'C') {
      // Enter has moved the cursor to the row below.
      command = { marker: terminal.registerMarker(-1), startedAt: performance.now(), batch: batch() }
    } else if (mark?.kind === 'D' && command !== null) {
      const { marker, startedAt, batch: begun } = command
      const live = begun !== batch()
      if (mark.exitCode !== null) {
        const drawn = write(terminal, marker, mark.exitCode, live ? performance.now() - startedAt : null)
        if (drawn !== undefined) decorations.push(drawn)
      }
      command = null
    }
    return true
  })
  return {
    dispose: () => {
      handler.dispose()
      for (const decoration of decorations) decoration.dispose()
    },
  }
}

function write(terminal: Terminal, marker: IMarker, exitCode: number, ms: number | null) {
  const text = ms === null ? `exit ${exitCode}` : `exit ${exitCode} · ${(ms / 1000).toFixed(1)} s`
  const line = terminal.buffer.active.getLine(marker.line)?.translateToString(true) ?? ''
  // A command is never covered.
  if (line.length + text.length + 2 > terminal.cols) return undefined
  const decoration = terminal.registerDecoration({ marker, anchor: 'right', width: text.length + 1 })
  decoration?.onRender(element => {
    element.classList.add('exit')
    element.classList.toggle('bad', exitCode !== 0)
    element.textContent = text
  })
  return decoration
}
