import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import path from 'node:path'
import Docker from 'dockerode'
import { findProgram } from './programs.ts'

/** A container engine that this process started; nobody else's is ever stopped. */
export interface StartedEngine {
  pid: number
  stop(): Promise<void>
}

/** The engine that DOCKER_HOST or the usual socket names; nothing is asked of it yet. */
export function dockerClient(): Docker {
  return new Docker()
}

/** Version of the container engine that answers, or null. */
export async function engineVersion(docker = dockerClient()): Promise<string | null> {
  try {
    const answer = await Promise.race([docker.version(), timeout(3000)])
    return answer.Version
  } catch {
    return null
  }
}

/** Starts an installed Docker Engine that does not answer, where we may: as root. Null when there is nothing to start. */
export async function startEngine(logDirectory: string): Promise<StartedEngine | null> {
  const dockerd = findProgram('dockerd')
  if (!dockerd || process.platform !== 'linux' || process.getuid?.() !== 0 || process.env.DOCKER_HOST)
    return null
  mkdirSync(logDirectory, { recursive: true })
  const logFile = path.join(logDirectory, 'dockerd.log')
  const log = openSync(logFile, 'w')
  const child = spawn(dockerd, [], { detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  child.unref()
  let ended = false
  child.once('exit', () => (ended = true)).once('error', () => (ended = true))
  const deadline = Date.now() + 20_000
  while (Date.now() < deadline && !ended) {
    if (existsSync('/var/run/docker.sock') && (await engineVersion())) {
      return { pid: child.pid!, stop: () => stopEngine(child.pid!) }
    }
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  if (!ended) child.kill('SIGTERM')
  throw new Error(`Docker Engine was started and does not answer; its log is ${logFile}.`)
}

/** Stops a Docker Engine by its process id. */
export async function stopEngine(pid: number): Promise<void> {
  const deadline = Date.now() + 12_000
  let signal: NodeJS.Signals = 'SIGTERM'
  for (;;) {
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    await new Promise(resolve => setTimeout(resolve, 200))
    signal = Date.now() > deadline ? 'SIGKILL' : signal
  }
}

function timeout(milliseconds: number): Promise<never> {
  return new Promise((_, reject) => setTimeout(() => reject(new Error('no answer')), milliseconds).unref())
}
