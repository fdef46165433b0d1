import type { IDecoration, IDisposable, IMarker, Terminal } from '@xterm/xterm'
import { readMark } from './shell-mark.ts'

interface Command {
  marker: IMarker
  startedAt: number | null
}

/**
 * Writes `exit 0 · 0.6 s` to the right of each command, from the marks of shell integration (OSC 133): A prompt, B command line,
 * C output begins, D;status ends. `batch` tells which write is being drawn: times are shown only of commands seen live.
 */
export function markExits(terminal: Terminal, batch: () => number): IDisposable {
  let command: (Command & { batch: number }) | null = null
  const decorations: IDecoration[] = []
  const handler = terminal.parser.registerOscHandler(133, data => {
    const mark = readMark(data)
    if (mark === null) return true
    if (mark.kind === 'B') {
      // The prompt is drawn anew when the window changes: only the last drawing counts.
      if (command?.startedAt === null) command.marker.dispose()
      const marker = terminal.registerMarker(0)
      command = { marker, startedAt: null, batch: -1 }
    } else if (mark.kind === 'C' && command !== null) {
      command.startedAt = performance.now()
      command.batch = batch()
    } else if (mark.kind === 'D' && command !== null) {
      const { marker, startedAt } = command
      const live = startedAt !== null && command.batch !== batch()
      if (startedAt !== null && mark.exitCode !== null) {
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
  // A long command is never covered: then only its failure is worth a word, and its output says it.
  if (line.length + text.length + 2 > terminal.cols) return undefined
  const decoration = terminal.registerDecoration({ marker, anchor: 'right', width: text.length + 1 })
  decoration?.onRender(element => {
    element.classList.add('exit')
    element.classList.toggle('bad', exitCode !== 0)
    element.textContent = text
  })
  return decoration
}
