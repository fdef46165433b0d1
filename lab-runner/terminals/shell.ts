import { randomUUID } from 'node:crypto'
import { accessSync, constants } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { spawn } from '@lydell/node-pty'
import { killProcessTree } from './process-tree.ts'
import { createMarkerReader, type Marker } from './shell-integration.ts'

const MAX_OUTPUT = 1024 * 1024
const FIRST_PROMPT_MS = 5_000
const INTERRUPTED_MS = 2_000
const SUBMITTED_MS = 400
/** A machine that has much to do may take so long from a command's end to the next prompt. */
const PROMPT_MS = 5_000

/** A command that ended at the prompt, whoever typed it. */
export interface EndedCommand {
  /** As the shell read it; empty where the shell cannot say. */
  command: string
  exitCode: number
  typedBy: 'learner' | 'run'
}

export interface ShellOptions {
  cwd: string
  env: Record<string, string>
  columns: number
  rows: number
  /** HOME of the shell, with its settings and history; made when it is not there. */
  home: string
  /** Which shell to start; found by itself when absent. */
  shell?: 'bash' | 'sh'
}

export interface RunOptions {
  /** No limit when absent; at its end the command gets Ctrl-C, and `run` throws. */
  timeoutMs?: number
  /** Ends the command with Ctrl-C, and `run` throws. */
  signal?: AbortSignal
}

/** A real shell in a pty that says when a command ends, and how. */
export interface Shell {
  readonly pid: number
  /** A command is at work, so nothing can be typed into the prompt. */
  readonly busy: boolean
  /** Types a command and waits for its end. Output is plain text, the last MiB of it. */
  run(command: string, options?: RunOptions): Promise<{ exitCode: number; output: string }>
  onData(listener: (bytes: Buffer) => void): void
  onCommand(listener: (ended: EndedCommand) => void): void
  onExit(listener: (exitCode: number) => void): void
  write(data: string): void
  resize(columns: number, rows: number): void
  pause(): void
  resume(): void
  /** Ends every process of the shell, those that left its session too. */
  kill(): Promise<void>
}

/** The shell cannot take a command now; the message says why and what to do. */
export class ShellUnavailableError extends Error {
  readonly code: 'busy' | 'exited' | 'timeout' | 'cancelled'

  constructor(code: ShellUnavailableError['code'], message: string) {
    super(message)
    this.name = 'ShellUnavailableError'
    this.code = code
  }
}

/** Starts bash, or else sh, and waits for its first prompt. */
export async function openShell(options: ShellOptions): Promise<Shell> {
  const id = randomUUID()
  await mkdir(options.cwd, { recursive: true })
  await mkdir(options.home, { recursive: true })
  const { file, args, rcFile } = chooseShell(options.shell)

  const pty = spawn(file, args, {
    name: 'xterm-256color',
    cols: options.columns,
    rows: options.rows,
    cwd: options.cwd,
    encoding: null,
    env: {
      LANG: process.env.LANG ?? 'C.UTF-8',
      PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
      SHELL: file,
      USER: process.env.USER ?? 'learner',
      ...options.env,
      TERM: 'xterm-256color',
      COLORTERM: 'truecolor',
      HOME: options.home,
      ENV: rcFile,
      SLIPWAY_TERMINAL: id,
    },
  })

  const listeners = {
    data: [] as ((bytes: Buffer) => void)[],
    command: [] as ((ended: EndedCommand) => void)[],
    exit: [] as ((exitCode: number) => void)[],
  }
  const read = createMarkerReader(id)
  let early: Buffer[] | null = []
  let state: 'starting' | 'prompt' | 'submitted' | 'busy' | 'ended' | 'exited' = 'starting'
  let bracketedPaste = false
  let typedSincePrompt = false
  let continued = false
  let command = ''
  let pending: PendingRun | null = null
  const waitingForPrompt: (() => void)[] = []

  const nextPrompt = () => new Promise<void>(resolve => waitingForPrompt.push(resolve))

  function onMarker(marker: Marker) {
    if (marker.kind === 'prompt-start') {
      bracketedPaste = marker.bracketedPaste
    } else if (marker.kind === 'prompt-end') {
      // Only now does the shell read keys: what is typed before would show twice, or be lost.
      state = 'prompt'
      typedSincePrompt = false
      continued = false
      if (pending?.exitCode !== null) pending?.end()
      for (const resolve of waitingForPrompt.splice(0)) resolve()
    } else if (marker.kind === 'continuation') {
      state = 'prompt'
      continued = true
      for (const resolve of waitingForPrompt.splice(0)) resolve()
    } else if (marker.kind === 'command-start') {
      state = 'busy'
      command = marker.command
      if (pending) pending.output = ''
    } else if (marker.kind === 'command-end') {
      const ended = {
        command,
        exitCode: marker.exitCode,
        typedBy: pending?.typed ? 'run' : 'learner',
      } as const
      command = ''
      state = 'ended'
      // The run ends with the next prompt: before it nothing could be typed.
      if (pending?.typed) pending.exitCode = marker.exitCode
      for (const listener of listeners.command) listener(ended)
    }
  }

  pty.onData(data => {
    const bytes = data as unknown as Buffer
    if (early) early.push(bytes)
    for (const listener of listeners.data) listener(bytes)
    for (const segment of read(bytes)) {
      if ('marker' in segment) onMarker(segment.marker)
      else if (pending?.exitCode === null) pending.output = (pending.output + segment.text).slice(-MAX_OUTPUT)
    }
  })
  pty.onExit(({ exitCode }) => {
    state = 'exited'
    pending?.fail(new ShellUnavailableError('exited', `The shell ended with exit code ${exitCode}.`))
    for (const resolve of waitingForPrompt.splice(0)) resolve()
    for (const listener of listeners.exit) listener(exitCode)
  })

  const shell: Shell = {
    pid: pty.pid,
    get busy() {
      return state === 'busy' || pending !== null
    },
    async run(text, { timeoutMs, signal } = {}) {
      if (state === 'exited')
        throw new ShellUnavailableError('exited', 'The shell of this terminal has ended.')
      // Enter was pressed just now: whether a command is at work shows in a moment.
      if (state === 'submitted') await Promise.race([nextPrompt(), delay(SUBMITTED_MS)])
      // The command before has ended, and its prompt is on its way.
      if ((state as string) === 'ended') await Promise.race([nextPrompt(), delay(PROMPT_MS)])
      if (shell.busy || ['submitted', 'ended'].includes(state)) {
        throw new ShellUnavailableError(
          'busy',
          'A command is still at work in this terminal. End it with Ctrl-C, or use another terminal.',
        )
      }
      signal?.throwIfAborted()
      const run = createPendingRun()
      pending = run
      const interrupted: { by?: ShellUnavailableError } = {}
      const interrupt = (error: ShellUnavailableError) => {
        interrupted.by = error
        pty.write('\x03')
        void nextPrompt().then(run.end)
        setTimeout(run.end, INTERRUPTED_MS).unref()
      }
      const stop = () => interrupt(new ShellUnavailableError('cancelled', 'The command was cancelled.'))
      signal?.addEventListener('abort', stop)
      const timer =
        timeoutMs &&
        setTimeout(() => {
          interrupt(
            new ShellUnavailableError('timeout', `The command had not ended after ${timeoutMs / 1000} s.`),
          )
        }, timeoutMs)
      try {
        if (continued) {
          // Out of an unfinished quote or here-document only Ctrl-C leads.
          const prompt = nextPrompt()
          pty.write('\x03')
          await Promise.race([prompt, run.ended])
        }
        // What the learner has half typed goes: to the end of the line, and delete to its beginning.
        if (typedSincePrompt) pty.write(bracketedPaste ? '\x05\x15' : '\x15')
        run.typed = true
        pty.write(bracketedPaste ? `\x1b[200~${text}\x1b[201~\r` : `${text.replaceAll('\n', '\r')}\r`)
        await run.ended
        if (interrupted.by) throw interrupted.by
        return { exitCode: run.exitCode ?? 0, output: plainText(run.output) }
      } finally {
        clearTimeout(timer)
        signal?.removeEventListener('abort', stop)
        pending = null
      }
    },
    onData(listener) {
      listeners.data.push(listener)
      for (const bytes of early ?? []) listener(bytes)
      early = null
    },
    onCommand: listener => void listeners.command.push(listener),
    onExit: listener => void listeners.exit.push(listener),
    write(data) {
      if (state === 'exited') return
      if (state === 'prompt') typedSincePrompt = true
      if (state === 'prompt' && /[\r\n]/.test(data)) state = 'submitted'
      pty.write(data)
    },
    resize(columns, rows) {
      if (state !== 'exited') pty.resize(columns, rows)
    },
    pause: () => pty.pause(),
    resume: () => pty.resume(),
    async kill() {
      // A paused pty would not notice that its shell has ended.
      pty.resume()
      await killProcessTree(pty.pid, `SLIPWAY_TERMINAL=${id}`)
    },
  }

  const limit = setTimeout(() => {
    for (const resolve of waitingForPrompt.splice(0)) resolve()
  }, FIRST_PROMPT_MS)
  await nextPrompt()
  clearTimeout(limit)
  return shell
}

interface PendingRun {
  typed: boolean
  output: string
  exitCode: number | null
  ended: Promise<void>
  end(): void
  fail(error: Error): void
}

function createPendingRun(): PendingRun {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  // The rejection is seen by whoever awaits `ended`; without a reader yet it must not end the process.
  promise.catch(() => undefined)
  return { typed: false, output: '', exitCode: null, ended: promise, end: resolve, fail: reject }
}

function chooseShell(wanted: ShellOptions['shell']) {
  const bash = wanted === 'sh' ? null : findProgram('bash')
  if (bash) {
    const rcFile = join(import.meta.dirname, 'integration.bash')
    return { file: bash, args: ['--noprofile', '--rcfile', rcFile, '-i'], rcFile }
  }
  const rcFile = join(import.meta.dirname, 'integration.sh')
  return { file: findProgram('sh') ?? '/bin/sh', args: ['-i'], rcFile }
}

function findProgram(name: string): string | null {
  for (const folder of (process.env.PATH ?? '/usr/bin:/bin').split(delimiter)) {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return join(folder, name)
    } catch {
      // Not in this folder.
    }
  }
  return null
}

/** Without escape sequences, with plain line ends. */
function plainText(latin1: string): string {
  return Buffer.from(latin1, 'latin1')
    .toString('utf8')
    .replace(/\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[()][A-Z0-9]|\x1b[=>]/g, '')
    .replaceAll('\r\n', '\n')
}
