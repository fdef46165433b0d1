import { spawn } from 'node:child_process'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../../../runtime/free-port.ts'
import { processesMarked, startTimeOf } from '../../../runtime/process-table.ts'
import { execute } from './client.ts'
import { serverUser } from './program.ts'

/** Names the folder of a server's database in its environment, so that no server is ever lost sight of. */
const MARK = 'SLIPWAY_DATABASE'
export const ADMIN = 'rdsadmin'
const START_MS = 60_000
const STOP_MS = 20_000

/** A server that runs, as it is written beside its data. */
export interface ServerProcess {
  pid: number
  startTime: string
  port: number
}

/** The running server of a database's folder; undefined when there is none. */
export function runningServer(folder: string): ServerProcess | undefined {
  try {
    const server = JSON.parse(readFileSync(fileOf(folder), 'utf8')) as ServerProcess
    return startTimeOf(server.pid) === server.startTime ? server : undefined
  } catch {
    return undefined
  }
}

/** Starts a server over `folder/data` and waits until it answers. Throws with the end of its log when it does not. */
export async function startServer(
  folder: string,
  options: {
    program: string
    adminPassword: string
    /** Run as the server starts, before anybody can connect. */
    initial: string[]
    settings: string[]
    /** Taken if it is free. */
    port?: number | undefined
    signal: AbortSignal
  },
): Promise<ServerProcess> {
  await endStrays(folder)
  const data = path.join(folder, 'data')
  const port = options.port !== undefined && (await isFree(options.port)) ? options.port : await freePort()
  const user = serverUser()
  const initFile = path.join(data, 'init.sql')
  writeFileSync(initFile, `${options.initial.join(';\n')};\n`, { mode: 0o600 })
  if (user) chownSync(initFile, user.uid, user.gid)
  const temporary = path.join(folder, 'tmp')
  mkdirSync(temporary, { recursive: true, mode: 0o700 })
  if (user) chownSync(temporary, user.uid, user.gid)
  const log = openSync(logOf(folder), 'a', 0o600)
  const { pid } = spawn(
    options.program,
    [
      '--no-defaults',
      `--datadir=${data}`,
      // Its own: a server that starts removes all that is temporary there, other servers' files too.
      `--tmpdir=${temporary}`,
      // Relative to the data folder: sockets may not have long paths.
      '--socket=s',
      '--pid-file=pid',
      `--init-file=${initFile}`,
      '--bind-address=127.0.0.1',
      `--port=${port}`,
      '--skip-name-resolve',
      '--skip-symbolic-links',
      '--local-infile=0',
      `--secure-file-priv=${path.dirname(options.program)}`,
      '--innodb-log-file-size=8M',
      '--innodb-buffer-pool-size=32M',
      '--performance-schema=OFF',
      '--skip-log-bin',
      ...options.settings,
    ],
    {
      cwd: data,
      env: { PATH: '/usr/bin:/bin', [MARK]: folder },
      detached: true,
      stdio: ['ignore', log, log],
      ...user,
    },
  ).on('error', () => undefined)
  closeSync(log)
  if (pid === undefined) throw new Error(`${options.program} could not be started.`)
  const server = { pid, startTime: startTimeOf(pid) ?? '', port }
  writeFileSync(fileOf(folder), JSON.stringify(server), { mode: 0o600 })
  await answers(folder, server, options)
  rmSync(initFile, { force: true })
  return server
}

/** Waits until the server of the folder answers to the practice account. */
export async function answers(
  folder: string,
  server: ServerProcess,
  { adminPassword, signal }: { adminPassword: string; signal: AbortSignal },
): Promise<void> {
  const deadline = Date.now() + START_MS
  for (;;) {
    signal.throwIfAborted()
    try {
      return await execute({ port: server.port, user: ADMIN, password: adminPassword }, ['DO 1'])
    } catch (error) {
      if (startTimeOf(server.pid) !== server.startTime) {
        throw new Error(`The database server ended as it started. Its log ends in: ${endOfLog(folder)}`, {
          cause: error,
        })
      }
      if (Date.now() > deadline) throw error
    }
    await pause(40)
  }
}

/** Ends the server of a folder, and any that a killed practice account left there. */
export async function stopServer(folder: string, patienceMs = STOP_MS): Promise<void> {
  await endStrays(folder)
  const server = runningServer(folder)
  if (server) await end(server.pid, server.startTime, patienceMs)
  rmSync(fileOf(folder), { force: true })
}

/** Holds a server still while its files are copied; what is on disk then is what a crash would leave, which it recovers from. */
export async function heldStill<T>(folder: string, work: () => T | Promise<T>): Promise<T> {
  const server = runningServer(folder)
  if (server) signal(server.pid, 'SIGSTOP')
  try {
    return await work()
  } finally {
    if (server) signal(server.pid, 'SIGCONT')
  }
}

/** Likewise, for work that is done before anything else. */
export function heldStillNow<T>(folder: string, work: () => T): T {
  const server = runningServer(folder)
  if (server) signal(server.pid, 'SIGSTOP')
  try {
    return work()
  } finally {
    if (server) signal(server.pid, 'SIGCONT')
  }
}

/** Lets a server go on that was held still when the practice account was killed. */
export function letGoOn({ pid }: ServerProcess): void {
  signal(pid, 'SIGCONT')
}

/** Ends every server below a folder, known or not. */
export async function endAllBelow(root: string): Promise<void> {
  await Promise.all(processesMarked(MARK, `${root}/`).map(({ pid }) => end(pid, startTimeOf(pid) ?? '')))
}

/** Last lines of the server's log. */
export function endOfLog(folder: string): string {
  const file = logOf(folder)
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : []
  const errors = lines.filter(line => line.includes('[ERROR]'))
  return (errors.length > 0 ? errors : lines).slice(-3).join(' ')
}

/** Servers of the folder that were started, but not yet written down, when the practice account was killed. */
async function endStrays(folder: string): Promise<void> {
  const known = runningServer(folder)?.pid
  const strays = processesMarked(MARK, folder).filter(({ pid, value }) => value === folder && pid !== known)
  await Promise.all(strays.map(({ pid }) => end(pid, startTimeOf(pid) ?? '')))
}

async function end(pid: number, startTime: string, patienceMs = STOP_MS): Promise<void> {
  const deadline = Date.now() + patienceMs
  signal(pid, 'SIGCONT')
  signal(pid, 'SIGTERM')
  while (startTimeOf(pid) === startTime && startTime !== '') {
    if (Date.now() > deadline) signal(pid, 'SIGKILL')
    await pause(25)
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It ended by itself meanwhile.
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const probe = createServer()
      .once('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

const fileOf = (folder: string) => path.join(folder, 'server.json')
const logOf = (folder: string) => path.join(folder, 'error.log')
