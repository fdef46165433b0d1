import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

interface ProcessEntry {
  pid: number
  parent: number
  marked: boolean
}

/** Ends a shell's whole tree: asks with SIGHUP, insists with SIGKILL, and looks again until nothing is left. `marker` is `NAME=value`. */
export async function killProcessTree(root: number, marker: string): Promise<void> {
  const known = new Set<number>()
  for (let attempt = 0; attempt < 40; attempt++) {
    const entries = process.platform === 'linux' ? await fromProc(marker) : await fromPs()
    for (const pid of treeOf(root, entries)) known.add(pid)
    const alive = entries.filter(entry => known.has(entry.pid))
    if (alive.length === 0) return
    for (const { pid } of alive) signal(pid, attempt === 0 ? 'SIGHUP' : 'SIGKILL')
    await new Promise(resolve => setTimeout(resolve, attempt === 0 ? 150 : 25))
  }
}

/** The descendants of a shell, and those that left it by setsid but still carry the marker in their environment. */
function treeOf(root: number, entries: ProcessEntry[]): Set<number> {
  const found = new Set(entries.filter(entry => entry.marked || entry.pid === root).map(entry => entry.pid))
  let size = -1
  while (size !== found.size) {
    size = found.size
    for (const entry of entries) if (found.has(entry.parent)) found.add(entry.pid)
  }
  found.delete(process.pid)
  return found
}

function signal(pid: number, name: NodeJS.Signals) {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended by itself meanwhile.
  }
}

async function fromProc(marker: string): Promise<ProcessEntry[]> {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name)).map(Number)
  const entries = await Promise.all(pids.map(pid => readProc(pid, marker)))
  return entries.filter(entry => entry !== null)
}

async function readProc(pid: number, marker: string): Promise<ProcessEntry | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1')
    // The name in parentheses may hold spaces and parentheses itself: the fields begin after the last one.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (state === 'Z') return null
    const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '')
    return { pid, parent: Number(parent), marked: environment.split('\0').includes(marker) }
  } catch {
    return null
  }
}

async function fromPs(): Promise<ProcessEntry[]> {
  const { stdout } = await run('ps', ['-axo', 'pid=,ppid=,stat='])
  return stdout
    .split('\n')
    .map(line => line.trim().split(/\s+/))
    .filter(fields => fields.length >= 3 && !fields[2]?.startsWith('Z'))
    .map(([pid, parent]) => ({ pid: Number(pid), parent: Number(parent), marked: false }))
}
