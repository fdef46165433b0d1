import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { endGroup } from './home.ts'

export interface ServerPlan {
  /** For people, such as `practice account`. */
  name: string
  script: string
  cwd: string
  environment: Record<string, string>
  logFile: string
  /** The line on stdout that says it is ready. */
  ready: RegExp
  /** Extra arguments of Node, such as --watch. */
  nodeArguments?: string[]
  say: (line: string) => void
  /** Called with the process id of each life. */
  onStart: (pid: number) => void
  /** Called at each ready line, also after a restart. */
  onReady: (line: string, restarted: boolean) => void
  /** Called when it cannot be kept up; the message says why. */
  onLost: (message: string) => void
}

/** A server process that is started again when it dies. */
export interface Supervised {
  /** Ends it and its group within `graceMs`. */
  stop(graceMs?: number): Promise<void>
}

const MINUTE = 60_000
const RESTARTS_A_MINUTE = 3

/** Starts a server and keeps it up: three restarts a minute at most, none if it never became ready. */
export function supervise(plan: ServerPlan): Supervised {
  const log = createWriteStream(plan.logFile, { flags: 'a', mode: 0o600 })
  const deaths: number[] = []
  let stopping = false
  let everReady = false
  let child: ChildProcess | undefined
  let lastLines: string[] = []

  const live = () => {
    child = spawn(process.execPath, [...(plan.nodeArguments ?? []), plan.script], {
      cwd: plan.cwd,
      env: { ...process.env, ...plan.environment },
      // A group of its own: Ctrl-C in the terminal reaches only us, and we end it in good order.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    if (child.pid) plan.onStart(child.pid)
    child.once('error', error => plan.onLost(`The ${plan.name} cannot be started: ${error.message}.`))
    for (const stream of [child.stdout!, child.stderr!]) createInterface(stream).on('line', hear)
    child.once('exit', (code, signal) => {
      // Not `close`: a task that inherited its output may live on. Its last words get a moment to arrive.
      setTimeout(() => died(signal ?? `exit code ${code}`), 100)
    })
  }

  const hear = (line: string) => {
    if (plan.ready.test(line)) {
      plan.onReady(line, everReady)
      everReady = true
    } else {
      lastLines = [...lastLines.slice(-11), line]
      const trouble = everReady && troubleIn(line)
      if (trouble) plan.say(`${plan.name}: ${trouble}`)
    }
    log.write(`${line.replace(/([?&]token=)[^&\s]+/g, '$1…')}\n`)
  }

  const died = (how: string) => {
    if (stopping) return
    if (child?.pid) endGroup(child.pid)
    child = undefined
    const now = Date.now()
    deaths.push(now)
    const recent = deaths.filter(time => now - time < MINUTE)
    const words = lastLines.map(line => messageOf(line)).join('\n')
    if (!everReady)
      return plan.onLost(`${words}\nThe ${plan.name} did not start (${how}). Its log: ${plan.logFile}`)
    if (recent.length > RESTARTS_A_MINUTE) {
      return plan.onLost(
        `${words}\nThe ${plan.name} ended ${recent.length} times within a minute (${how}), so Slipway stops. Its log: ${plan.logFile}`,
      )
    }
    plan.say(`The ${plan.name} ended (${how}) and is started again. Its log: ${plan.logFile}`)
    live()
  }

  live()
  return {
    async stop(graceMs = 5000) {
      stopping = true
      const leaving = child
      const pid = leaving?.pid
      if (leaving && pid) {
        if (leaving.exitCode === null && leaving.signalCode === null) {
          const gone = once(leaving, 'exit')
          leaving.kill('SIGTERM')
          const timer = setTimeout(() => endGroup(pid), graceMs)
          await gone
          clearTimeout(timer)
        }
        endGroup(pid)
      }
      await new Promise<void>(resolve => log.end(resolve))
    },
  }
}

/** What a log line says that a person must see: errors, and whatever is no log line at all. */
function troubleIn(line: string): string | null {
  if (!line.startsWith('{')) return line.trim() || null
  try {
    const { level } = JSON.parse(line) as { level?: number }
    return (level ?? 0) >= 50 ? messageOf(line) : null
  } catch {
    return line
  }
}

function messageOf(line: string): string {
  try {
    const { msg, err } = JSON.parse(line) as { msg?: string; err?: { message?: string } }
    return [msg, err?.message].filter(Boolean).join(': ') || line
  } catch {
    return line
  }
}
