import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { StartError } from './start-error.ts'

const LEFT_OUT = new Set(['node_modules', 'dist', '.astro'])

/** Something that is built out of files of the checkout. */
export interface Build {
  /** Of its stamp and lock in `.cache`. */
  id: string
  /** For people, such as `site`. */
  name: string
  /** Files and folders it is made of. */
  sources: string[]
  /** A file that the build makes. */
  result: string
  /** Programs of node_modules/.bin and their arguments, one after the other. */
  commands: string[][]
}

export interface BuildOptions {
  root: string
  logFile: string
  say: (line: string) => void
}

/** Builds if the sources are other than at the last build; of several that ask at once, one builds and the others wait. */
export async function buildIfStale(build: Build, options: BuildOptions): Promise<void> {
  const lock = path.join(options.root, '.cache', `${build.id}.lock`)
  mkdirSync(path.dirname(lock), { recursive: true })
  while (!takeLock(lock)) await pause(200)
  try {
    await buildUnlessBuilt(build, options)
  } finally {
    rmSync(lock, { force: true })
  }
}

async function buildUnlessBuilt(build: Build, { root, logFile, say }: BuildOptions): Promise<void> {
  const stamp = path.join(root, '.cache', build.id)
  const wanted = hashOf(root, build.sources)
  if (existsSync(path.join(root, build.result)) && readIfThere(stamp) === wanted) return
  say(`Building the ${build.name} (after a change only) …`)
  const started = Date.now()
  rmSync(stamp, { force: true })
  mkdirSync(path.dirname(logFile), { recursive: true })
  writeFileSync(logFile, '')
  for (const command of build.commands) {
    if ((await run(command, root, logFile)) === 0) continue
    const tail = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-25).join('\n')
    throw new StartError(
      `${tail}\nThe ${build.name} could not be built: see above, or the whole log in ${logFile}.`,
    )
  }
  writeFileSync(stamp, wanted)
  say(`Built in ${Math.round((Date.now() - started) / 1000)} s.`)
}

function run([program = '', ...rest]: string[], root: string, logFile: string): Promise<number> {
  const log = openSync(logFile, 'a')
  const child = spawn(path.join(root, 'node_modules/.bin', program), rest, {
    cwd: root,
    // Tests have a NODE_ENV of their own, and what they build is what everybody gets.
    env: { ...process.env, NODE_ENV: 'production', ASTRO_TELEMETRY_DISABLED: '1', NO_COLOR: '1' },
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', code => resolve(code ?? 1))
  })
}

/** Whether the lock is this process's now; one whose holder was killed is taken away. */
function takeLock(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const holder = Number(readIfThere(file))
    if (holder && !lives(holder)) rmSync(file, { force: true })
    return false
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function hashOf(root: string, sources: string[]): string {
  const hash = createHash('sha256').update(process.version)
  for (const source of sources) addTo(hash, path.join(root, source))
  return hash.digest('hex')
}

function addTo(hash: ReturnType<typeof createHash>, file: string): void {
  if (LEFT_OUT.has(path.basename(file)) || /\.test\.tsx?$/.test(file) || !existsSync(file)) return
  const names = entries(file)
  if (names === null) hash.update(`${file}\0`).update(readFileSync(file)).update('\0')
  else for (const name of names) addTo(hash, path.join(file, name))
}

/** Names in a folder, sorted; null for a file. */
function entries(file: string): string[] | null {
  try {
    return readdirSync(file).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return null
    throw error
  }
}

function readIfThere(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}
