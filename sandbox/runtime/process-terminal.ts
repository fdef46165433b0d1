import { type IPty, spawn } from '@lydell/node-pty'
import { processesMarked } from './process-table.ts'
import type { Terminal, TerminalPlan } from './runtime.ts'

/** On everything that a terminal's command starts, those that leave its session too. */
const MARK = 'SLIPWAY_TERMINAL'
const ROUNDS = 40
const PAUSE_MS = 25
const open = new Map<string, IPty>()

/** Runs a command at a terminal, in the folder and with the environment of a task that runs as a plain process. */
export function openTerminal(
  { command: [program = '', ...args], columns, rows }: TerminalPlan,
  { cwd, environment, mark }: { cwd: string; environment: Record<string, string>; mark: string },
): Terminal {
  const pty = spawn(program, args, {
    name: 'xterm-256color',
    ...{ cols: columns, rows, cwd },
    // Bytes as they are: a character may come in two parts.
    encoding: null,
    env: { ...environment, TERM: 'xterm-256color', [MARK]: mark },
  })
  let ended = false
  open.set(mark, pty)
  pty.onExit(() => {
    ended = true
    open.delete(mark)
  })
  return {
    onOutput: listener => void pty.onData(bytes => listener(bytes as unknown as Buffer)),
    onEnd: listener => void pty.onExit(({ exitCode }) => listener(exitCode)),
    write: bytes => {
      if (!ended) pty.write(bytes as unknown as string)
    },
    resize: (cols, lines) => {
      if (!ended) pty.resize(cols, lines)
    },
    pause: () => pty.pause(),
    resume: () => pty.resume(),
  }
}

/** Ends every process of a terminal. Where the machine does not say which carry its mark, those go with it that heed SIGHUP. */
export async function endTerminal(mark: string): Promise<void> {
  open.get(mark)?.kill('SIGHUP')
  for (let round = 0; round < ROUNDS; round++) {
    const left = processesMarked(MARK, mark).filter(({ value }) => value === mark)
    if (left.length === 0) return
    for (const { pid } of left) {
      try {
        process.kill(pid, round === 0 ? 'SIGHUP' : 'SIGKILL')
      } catch {
        // It has ended by itself meanwhile.
      }
    }
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS * (round === 0 ? 4 : 1)))
  }
}
