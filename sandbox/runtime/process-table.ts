import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'

/** The kernel's USER_HZ, which is 100 on every platform that Node runs on. */
const TICKS_A_SECOND = 100
const isLinux = process.platform === 'linux'

/** When the process began, in whatever unit the machine has: with the pid it names a process for good. Undefined: no such process. */
export function startTimeOf(pid: number): string | undefined {
  if (!isLinux) return ps(pid)
  const stat = read(`/proc/${pid}/stat`)
  if (!stat) return undefined
  // The second field, the program's name, may hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' ? undefined : fields[19]
}

/** Pids of the processes whose environment sets `name` to a value with this prefix, and that value. Linux only; elsewhere none. */
export function processesMarked(name: string, prefix: string): { pid: number; value: string }[] {
  if (!isLinux) return []
  const wanted = `${name}=${prefix}`
  return readdirSync('/proc').flatMap(entry => {
    if (!/^\d+$/.test(entry)) return []
    const setting = read(`/proc/${entry}/environ`)
      ?.split('\0')
      .find(variable => variable.startsWith(wanted))
    return setting ? [{ pid: Number(entry), value: setting.slice(name.length + 1) }] : []
  })
}

/** Resident memory of the process and its descendants, in bytes; 0 where it cannot be told. */
export function memoryOf(pid: number): number {
  if (!isLinux) return 0
  const pages = Number(read(`/proc/${pid}/statm`)?.split(' ')[1] ?? 0)
  return childrenOf(pid).reduce((sum, child) => sum + memoryOf(child), pages * 4096)
}

/** CPU time and memory of the process and its descendants, ended ones' time too; undefined where it cannot be told. */
export function usageOf(pid: number): { cpuSeconds: number; memoryBytes: number } | undefined {
  return isLinux ? { cpuSeconds: ticksOf(pid) / TICKS_A_SECOND, memoryBytes: memoryOf(pid) } : undefined
}

function ticksOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`)
  if (!stat) return 0
  // utime, stime, and those of children that were waited for.
  const own = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15)
  return childrenOf(pid).reduce(
    (sum, child) => sum + ticksOf(child),
    own.reduce((sum, n) => sum + Number(n), 0),
  )
}

function childrenOf(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`)?.trim()
  return children ? children.split(' ').map(Number) : []
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function ps(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
  } catch {
    return undefined
  }
}
