import { createReaders, type Readers } from './readers.ts'
import { openScrollback } from './scrollback.ts'
import { openShell, type EndedCommand, type Shell, type ShellOptions } from './shell.ts'

const STALL_MS = 10_000
/** Without a tab to wait for, output is read no faster than this a second, so that `yes` leaves the machine alone. */
const UNATTENDED_BYTES = 4 * 1024 * 1024

export interface TerminalEvents {
  command(ended: EndedCommand): void
  exit(exitCode: number): void
  error(error: unknown): void
}

export interface TerminalOptions extends ShellOptions {
  /** Folder of its scrollback. */
  folder: string
  events: TerminalEvents
  stallMs?: number
}

/** A terminal tab: a shell, what it printed, and the tabs that draw it. */
export interface Terminal {
  readonly columns: number
  readonly rows: number
  readonly alive: boolean
  readonly shell: Shell
  readonly readers: Pick<Readers, 'attach' | 'detach' | 'ack'>
  write(data: string): void
  resize(columns: number, rows: number): void
  kill(): Promise<void>
}

/** Opens a shell whose output goes to the scrollback first, then to the readers. What was printed before a restart stays in view. */
export async function openTerminal(options: TerminalOptions): Promise<Terminal> {
  const scrollback = openScrollback(options.folder, error => options.events.error(error))
  let { columns, rows } = options
  let alive = true
  let paused = false
  let second = 0
  let readThisSecond = 0

  if (scrollback.end > 0) {
    // Modes that the earlier shell's program had left on would garble what comes. 1047 leaves the alternate screen as 1049 does,
    // but moves no cursor: 1049 would draw the new shell over the old one's first rows.
    const reset = '\x1b[0m\x1b[?1047l\x1b[?2004l\x1b[?1000l\x1b[?25h'
    scrollback.append(
      Buffer.from(`${reset}\r\n\x1b[2m── A new shell: the one before it has ended ──\x1b[0m\r\n`),
    )
  }

  const shell = await openShell(options)
  const readers = createReaders({ scrollback, stallMs: options.stallMs ?? STALL_MS, onChange: throttle })

  function throttle() {
    if (!alive) return
    const full = readers.full
    const tooFast = readThisSecond > UNATTENDED_BYTES && second === Math.floor(Date.now() / 1000)
    if ((full || tooFast) === paused) return
    paused = full || tooFast
    if (paused) shell.pause()
    else shell.resume()
  }

  shell.onData(bytes => {
    const current = Math.floor(Date.now() / 1000)
    readThisSecond = current === second ? readThisSecond + bytes.length : bytes.length
    second = current
    scrollback.append(bytes)
    readers.pump()
    throttle()
  })
  shell.onCommand(ended => options.events.command(ended))
  const watch = setInterval(() => {
    throttle()
    readers.pump()
  }, 250)
  watch.unref()
  shell.onExit(exitCode => {
    alive = false
    clearInterval(watch)
    scrollback.append(Buffer.from(`\r\n\x1b[2m── The shell ended with exit code ${exitCode} ──\x1b[0m\r\n`))
    readers.pump()
    scrollback.close()
    options.events.exit(exitCode)
  })

  return {
    get columns() {
      return columns
    },
    get rows() {
      return rows
    },
    get alive() {
      return alive
    },
    shell,
    readers,
    write: data => shell.write(data),
    resize(toColumns, toRows) {
      columns = toColumns
      rows = toRows
      shell.resize(toColumns, toRows)
    },
    kill: () => shell.kill(),
  }
}
