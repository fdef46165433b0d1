import { FitAddon } from '@xterm/addon-fit'
import { WebLinksAddon } from '@xterm/addon-web-links'
import { type ITheme, Terminal } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import { markExits } from './exit-marks.ts'
import { silenceAnswers } from './silence.ts'
import type { Screen } from './terminal-link.ts'

export interface TerminalScreen extends Screen {
  focus(): void
  /** Fits the grid to its element; the new size is reported by `onResize`. */
  fit(): void
  /** Takes the page's colours anew, after the theme was switched. */
  recolour(): void
  /** Writes every line also for screen readers. */
  setReader(on: boolean): void
  dispose(): void
}

interface ScreenOptions {
  element: HTMLElement
  reader: boolean
  onInput: (data: string) => void
  onResize: (size: { columns: number; rows: number }) => void
  /** Ctrl+Shift+Up: out of the terminal, which keeps Tab for itself. */
  onLeave: () => void
}

/** A terminal's screen in the page. It answers no queries, takes no clipboard writes, no titles, and opens http(s) links only. */
export function openScreen({ element, reader, onInput, onResize, onLeave }: ScreenOptions): TerminalScreen {
  const terminal = new Terminal({
    allowProposedApi: true,
    cursorBlink: false,
    fontFamily: css('--font-mono'),
    fontSize: 13,
    lineHeight: 1.35,
    scrollback: 10_000,
    screenReaderMode: reader,
    minimumContrastRatio: 4.5,
    theme: theme(),
    linkHandler: { activate: (_event, uri) => openLink(uri) },
  })
  const fit = new FitAddon()
  let batch = 0
  terminal.loadAddon(fit)
  terminal.loadAddon(new WebLinksAddon((_event, uri) => openLink(uri)))
  silenceAnswers(terminal)
  markExits(terminal, () => batch)
  terminal.attachCustomKeyEventHandler(event => {
    if (!(event.key === 'ArrowUp' && event.ctrlKey && event.shiftKey)) return true
    if (event.type === 'keydown') onLeave()
    event.preventDefault()
    return false
  })
  terminal.onData(onInput)
  terminal.onResize(({ cols, rows }) => onResize({ columns: cols, rows }))
  terminal.open(element)
  terminal.textarea?.setAttribute('aria-label', 'Terminal. Control, Shift and Up leaves it.')
  fit.fit()
  return {
    write: (data, drawn) =>
      terminal.write(data, () => {
        batch += 1
        drawn()
      }),
    reset: () => terminal.reset(),
    size: () => ({ columns: terminal.cols, rows: terminal.rows }),
    focus: () => terminal.focus(),
    fit: () => {
      // A phone's sheet that shows its tabs only would squeeze the shell to one row.
      if (element.offsetWidth > 80 && element.offsetHeight > 40) fit.fit()
    },
    recolour: () => {
      terminal.options.theme = theme()
    },
    setReader: on => {
      terminal.options.screenReaderMode = on
    },
    dispose: () => terminal.dispose(),
  }
}

/** Opens a link in a tab of its own; anything but http and https is not opened. */
export function openLink(uri: string): void {
  if (/^https?:\/\//i.test(uri)) window.open(uri, '_blank', 'noopener,noreferrer')
}

const css = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** A token's colour as xterm reads it: light-dark() is resolved by the browser. */
function colour(name: string): string {
  const probe = document.createElement('i')
  probe.style.color = `var(${name})`
  document.body.append(probe)
  const value = getComputedStyle(probe).color
  probe.remove()
  return value
}

function theme(): ITheme {
  const [ground, ink, dim] = [colour('--term'), colour('--term-ink'), colour('--term-dim')]
  const [red, green] = [colour('--term-red'), colour('--term-green')]
  const [yellow, blue] = [colour('--term-yellow'), colour('--term-blue')]
  return {
    background: ground,
    foreground: ink,
    cursor: ink,
    cursorAccent: ground,
    selectionBackground: colour('--term-line'),
    black: colour('--term-line'),
    brightBlack: dim,
    white: ink,
    brightWhite: '#ffffff',
    red,
    brightRed: red,
    green,
    brightGreen: green,
    yellow,
    brightYellow: yellow,
    blue,
    brightBlue: blue,
    magenta: '#dca6f0',
    brightMagenta: '#dca6f0',
    cyan: '#6fd0dc',
    brightCyan: '#6fd0dc',
  }
}
