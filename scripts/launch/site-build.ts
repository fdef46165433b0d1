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

/** What the built site is made of. */
const SOURCES = ['site', 'labs', 'lab-runner/contract.ts', 'astro.config.mjs', 'package-lock.json']
const LEFT_OUT = new Set(['node_modules', 'dist', '.astro'])

/** Builds the site if its sources are other than at the last build; of several that ask at once, one builds and the others wait. */
export async function buildSite(root: string, logFile: string, say: (line: string) => void): Promise<void> {
  const lock = path.join(root, '.cache', 'site-build.lock')
  mkdirSync(path.dirname(lock), { recursive: true })
  while (!takeLock(lock)) await pause(200)
  try {
    await buildUnlessBuilt(root, logFile, say)
  } finally {
    rmSync(lock, { force: true })
  }
}

async function buildUnlessBuilt(root: string, logFile: string, say: (line: string) => void): Promise<void> {
  const stamp = path.join(root, '.cache', 'site-build')
  const wanted = hashOf(root)
  if (existsSync(path.join(root, 'site/dist/index.html')) && readIfThere(stamp) === wanted) return
  say('Building the site (after a change only) …')
  const started = Date.now()
  rmSync(stamp, { force: true })
  mkdirSync(path.dirname(logFile), { recursive: true })
  const code = await build(root, logFile)
  if (code !== 0) {
    const tail = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-25).join('\n')
    throw new StartError(`${tail}\nThe site could not be built: see above, or the whole log in ${logFile}.`)
  }
  writeFileSync(stamp, wanted)
  say(`Built in ${Math.round((Date.now() - started) / 1000)} s.`)
}

function build(root: string, logFile: string): Promise<number> {
  const log = openSync(logFile, 'w')
  const child = spawn(path.join(root, 'node_modules/.bin/astro'), ['build'], {
    cwd: root,
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NO_COLOR: '1' },
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

function hashOf(root: string): string {
  const hash = createHash('sha256').update(process.version)
  for (const source of SOURCES) addTo(hash, path.join(root, source))
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
