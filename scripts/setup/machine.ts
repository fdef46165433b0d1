import { buildApp } from '../launch/app-build.ts'
import { aptPrefix } from './apt.ts'
import { dockerClient, engineVersion, startEngine, type StartedEngine } from './engine.ts'
import { ensureImages } from './images.ts'
import { installMissing, type InstallWish } from './install.ts'
import { parts, type Found, type Part } from './parts.ts'

/** What was made ready before the servers start. */
export interface Machine {
  /** The engine that we started, for us to stop; null when somebody else's runs, or none. */
  engine: StartedEngine | null
  /** Whether a container engine answers and has the catalogue's images. */
  containers: boolean
}

export interface PrepareOptions {
  root: string
  home: string
  wish: InstallWish
  /** Whether the tests' own parts are wanted too. */
  tests?: boolean
  say: (line: string) => void
}

/**
 * Installs what is missing where it may, builds the uploads app, starts an installed container engine, and builds the images. Only an app
 * that cannot be built is fatal.
 */
export async function prepareMachine({
  root,
  home,
  wish,
  tests = false,
  say,
}: PrepareOptions): Promise<Machine> {
  const answers = await engineVersion()
  const wanted = parts.filter(part => tests || !part.testsOnly)
  const missing = wanted.filter(
    part => part.apt.length > 0 && !(part.id === 'engine' && answers) && !part.installed(),
  )
  await installMissing(missing, { home, wish, say })
  await buildApp(root, `${home}/logs/app-build.log`, say)
  let engine: StartedEngine | null = null
  try {
    engine = answers ? null : await startEngine(`${home}/logs`)
  } catch (error) {
    say((error as Error).message)
  }
  if (!answers && !engine && !(await engineVersion())) return { engine, containers: false }
  try {
    await ensureImages(dockerClient(), root, say)
    return { engine, containers: true }
  } catch (error) {
    say(
      `The images could not be made, so tasks run as plain processes for now: ${(error as Error).message.split('\n').at(-1)}`,
    )
    return { engine, containers: false }
  }
}

/** A line for each part: what this machine has, and what the missing ones would add and how to get them. */
export async function describeMachine({ tests = false } = {}): Promise<string[]> {
  const wanted = parts.filter(part => tests || !part.testsOnly)
  const found = await Promise.all(wanted.map(part => part.find()))
  const width = Math.max(...wanted.map(part => part.name.length))
  return wanted.flatMap((part, index) => describe(part, found[index] ?? null, width))
}

function describe(part: Part, found: Found | null, width: number): string[] {
  const name = part.name.padEnd(width)
  if (found) return [`✓ ${name}  ${found.version}${found.program ? `  ${found.program}` : ''}`]
  const state = part.id === 'engine' && part.installed() ? 'installed, but it does not answer' : 'missing'
  const indent = ' '.repeat(width + 4)
  return [`✗ ${name}  ${state}. It adds: ${part.adds}.`, `${indent}Get it: ${howToGet(part)}`]
}

function howToGet(part: Part): string {
  if (part.id === 'engine' && part.installed()) return 'start it, as with "sudo systemctl start docker"'
  const prefix = aptPrefix()
  if (prefix && part.apt.length > 0) return [...prefix, 'apt-get install', ...part.apt].join(' ')
  return part.elsewhere[process.platform] ?? 'see the part’s own site'
}
