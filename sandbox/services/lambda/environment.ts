import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { memoryOf } from '../../runtime/process-table.ts'

/** What an invocation came to. Payloads are JSON text. */
export type Outcome = { payload: string } | { error: string }

export interface Invocation {
  requestId: string
  payload: string
  timeoutMs: number
  /** AWS_ACCESS_KEY_ID and the like, of the function's role; and as what it is called. */
  credentials: Record<string, string>
}

interface Current {
  invocation: Invocation
  outcome: Outcome | undefined
  /** Whether all that it printed has come: that and the outcome come by different ways. */
  printed: boolean
  settle: (outcome: Outcome) => void
}

export interface EnvironmentOptions {
  folder: string
  memorySize: number
  variables: Record<string, string>
  /** Each line that the function prints. */
  print: (line: string) => void
}

/** AWS gives 10 s; a laptop that does other things may need longer. */
const SLOWEST_LOAD_MS = 30_000
const BOOTSTRAP = path.join(import.meta.dirname, 'bootstrap.mjs')

/** A process that has a function's code loaded, and runs one event at a time. */
export class Environment {
  readonly #child: ChildProcess
  #current: Current | undefined
  #memoryBytes = 0
  /** Resolves once the code is loaded, or the process has ended. */
  readonly #loaded: Promise<void>
  #settleLoaded: () => void = () => undefined
  ended = false

  constructor({ folder, memorySize, variables, print }: EnvironmentOptions) {
    this.#child = spawn(process.execPath, [`--max-old-space-size=${memorySize}`, BOOTSTRAP], {
      cwd: folder,
      env: variables,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    })
    this.#loaded = new Promise(resolve => (this.#settleLoaded = resolve))
    this.#child.on('message', message => {
      if ('ready' in (message as object)) this.#settleLoaded()
      else this.#answered(message as { requestId: string } & Outcome)
    })
    this.#child.on('error', () => this.#exited(null, null))
    this.#child.on('close', (code, signal) => this.#exited(code, signal))
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (!stream) continue
      createInterface({ input: stream }).on('line', line => {
        if (line.startsWith('\0')) this.#printed(line.slice(1))
        else print(line)
      })
    }
  }

  get busy(): boolean {
    return this.#current !== undefined
  }

  /** The most that the process was seen to have. */
  get memoryMb(): number {
    return Math.ceil(this.#memoryBytes / 1024 / 1024)
  }

  /** Never throws: what fails is the outcome. */
  async invoke(invocation: Invocation): Promise<Outcome> {
    const { requestId, payload, timeoutMs, credentials } = invocation
    const outcome = new Promise<Outcome>(settle => {
      this.#current = { invocation, outcome: undefined, printed: false, settle }
    })
    const neverLoaded = setTimeout(() => this.end(), SLOWEST_LOAD_MS)
    await this.#loaded
    clearTimeout(neverLoaded)
    const late = setTimeout(() => {
      const text = `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`
      this.#settle({ error: JSON.stringify({ errorType: 'Sandbox.Timedout', errorMessage: text }) })
      this.end()
    }, timeoutMs)
    this.#child.send({ requestId, payload, deadline: Date.now() + timeoutMs, credentials }, error => {
      if (error) this.end()
    })
    try {
      return await outcome
    } finally {
      clearTimeout(late)
    }
  }

  /** Kills the process and all that it has started. */
  end(): void {
    this.ended = true
    if (this.#child.pid === undefined || this.#child.exitCode !== null) return
    try {
      process.kill(-this.#child.pid, 'SIGKILL')
    } catch {
      // It has gone by itself.
    }
  }

  #answered(message: { requestId: string } & Outcome): void {
    const current = this.#current
    if (current?.invocation.requestId !== message.requestId) return
    const { requestId: _, ...outcome } = message
    current.outcome = outcome
    this.#memoryBytes = Math.max(this.#memoryBytes, memoryOf(this.#child.pid ?? 0))
    if (current.printed) this.#settle(outcome)
  }

  #printed(requestId: string): void {
    const current = this.#current
    if (current?.invocation.requestId !== requestId) return
    current.printed = true
    if (current.outcome) this.#settle(current.outcome)
  }

  #exited(code: number | null, signal: string | null): void {
    this.ended = true
    this.#settleLoaded()
    const { requestId } = this.#current?.invocation ?? {}
    const how = signal ? `signal: ${signal}` : `exit status ${code ?? 'unknown'}`
    const text = `RequestId: ${requestId} Error: Runtime exited with error: ${how}`
    this.#settle({ error: JSON.stringify({ errorType: 'Runtime.ExitError', errorMessage: text }) })
  }

  #settle(outcome: Outcome): void {
    const current = this.#current
    this.#current = undefined
    current?.settle(outcome)
  }
}
