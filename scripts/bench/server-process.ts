import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { endGroup } from '../launch/home.ts'

/** A program of ours that runs for a measurement. */
export interface ServerProcess {
  /** The line that said it is ready. */
  ready: string
  pid: number
  secondsToReady: number
  /** Resident memory of the process itself. */
  memoryMiB(): number
  stop(): Promise<void>
}

const running = new Set<number>()
// They lead groups of their own, so that Ctrl-C on the bench does not reach them by itself.
process.once('exit', () => {
  for (const pid of running) process.kill(pid, 'SIGTERM')
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

/** Starts a command and waits for its ready line. */
export async function startProcess(
  command: string[],
  environment: Record<string, string>,
  ready: RegExp,
  options: { cwd?: string; onError?: (line: string) => void } = {},
): Promise<ServerProcess> {
  const started = performance.now()
  const [program = '', ...rest] = command
  const child = spawn(program, rest, {
    env: { ...process.env, ...environment },
    detached: true,
    stdio: ['ignore', 'pipe', options.onError ? 'pipe' : 'inherit'],
    ...(options.cwd !== undefined && { cwd: options.cwd }),
  })
  if (child.stderr) createInterface(child.stderr).on('line', line => options.onError?.(line))
  const pid = child.pid ?? 0
  if (pid > 0) running.add(pid)
  child.once('exit', () => running.delete(pid))
  const line = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout as Readable).on('line', text => ready.test(text) && resolve(text))
    child.once('exit', code =>
      reject(new Error(`${command.join(' ')} ended with ${code} before it was ready.`)),
    )
  })
  return {
    ready: line,
    pid,
    secondsToReady: (performance.now() - started) / 1000,
    memoryMiB: () => residentMiB(pid),
    async stop() {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
      endGroup(pid)
    },
  }
}

function residentMiB(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kibibytes) / 1024
}
