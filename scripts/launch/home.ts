import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { StartError } from './start-error.ts'

/** Who runs with a state folder: written while Slipway is up. */
interface Lock {
  /** Of `npm start`. */
  pid: number
  /** Its servers by name; each leads a process group of its own. */
  servers: Record<string, number>
  workshop: string
}

/** A state folder that this process alone uses. */
export interface Home {
  folder: string
  /** Path of a log in it, `logs/<name>.log`. */
  log(name: string): string
  /** Notes a server, so that a later start finds it even if this process is killed. */
  noteServer(name: string, pid: number): void
  noteAddress(workshop: string): void
  release(): void
}

/** Makes the state folder, and takes it for this process; servers that a killed start left behind are ended. */
export function takeHome(folder: string): Home {
  const lockFile = path.join(folder, 'start.json')
  const lock: Lock = { pid: process.pid, servers: {}, workshop: 'it is starting' }
  const write = () => writeFileSync(lockFile, JSON.stringify(lock))
  try {
    mkdirSync(path.join(folder, 'logs'), { recursive: true, mode: 0o700 })
    const left = readLock(lockFile)
    if (left && isSlipway(left.pid)) {
      throw new StartError(
        `Slipway runs already with the state in ${folder}: ${left.workshop} (process ${left.pid}). Use that, stop it, or choose another folder with SLIPWAY_HOME.`,
      )
    }
    for (const server of Object.values(left?.servers ?? {})) if (isSlipway(server)) endGroup(server)
    write()
  } catch (error) {
    if (error instanceof StartError) throw error
    throw new StartError(
      `The state folder ${folder} cannot be used: ${(error as Error).message}. Make room or give leave there, or choose another folder with SLIPWAY_HOME.`,
    )
  }
  return {
    folder,
    log: name => freshLog(path.join(folder, 'logs', `${name}.log`)),
    noteServer: (name, pid) => {
      lock.servers[name] = pid
      write()
    },
    noteAddress: workshop => {
      lock.workshop = workshop
      write()
    },
    release: () => rmSync(lockFile, { force: true }),
  }
}

/** Ends every process of a group at once. */
export function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL')
  } catch {
    // Gone already.
  }
}

function readLock(file: string): Lock | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Lock
  } catch {
    return null
  }
}

/** Whether a process with that number is one of Slipway's: numbers are used again. */
function isSlipway(pid: number): boolean {
  try {
    const command =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
    return /(scripts\/(start|dev|sandbox)|lab-runner\/server|sandbox\/server)\.ts/.test(command)
  } catch {
    return false
  }
}

/** Keeps the log of before beside it once it has grown. */
function freshLog(file: string): string {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > 5_000_000) renameSync(file, `${file}.1`)
  return file
}
