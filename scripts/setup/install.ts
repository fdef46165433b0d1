import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline/promises'
import { aptInstall, aptPrefix } from './apt.ts'
import type { Part } from './parts.ts'

/** What `--install`, `--no-install` or neither says. */
export type InstallWish = 'yes' | 'no' | 'auto'

export interface InstallOptions {
  /** Slipway's state folder: remembers a "no", holds the log. */
  home: string
  wish: InstallWish
  say: (line: string) => void
  /** Whether somebody sits there to answer. */
  interactive?: boolean
  ask?: (question: string) => Promise<string>
  apt?: typeof aptInstall
  prefix?: string[] | null
}

/** How long a failed installation is not tried again by itself, so that starts without a network stay fast. */
const PAUSE_MS = 60 * 60_000

interface Memory {
  /** Parts for which somebody said no. */
  declined: string[]
  /** Parts whose installation failed, and when. */
  failed: Record<string, number>
}

/** Installs what is missing, where that is wanted and possible. A failure is said, and is nobody's end. */
export async function installMissing(missing: Part[], options: InstallOptions): Promise<void> {
  const { home, wish, say, prefix = aptPrefix(), apt = aptInstall, ask = askTerminal } = options
  const interactive = options.interactive ?? (process.stdin.isTTY && process.stdout.isTTY)
  if (missing.length === 0 || wish === 'no' || prefix === null) return
  const memory = recall(home)
  const wanted =
    wish === 'yes'
      ? missing
      : missing.filter(part => !rests(part, memory) && mayAsk(part, memory, interactive))
  if (wanted.length === 0) return
  const packages = wanted.flatMap(part => part.apt)
  if (wish === 'auto') {
    if (!interactive && prefix.length > 0) return
    if (interactive && !(await agrees(wanted, packages, prefix, ask))) {
      remember(home, {
        ...memory,
        declined: [...new Set([...memory.declined, ...wanted.map(part => part.id)])],
      })
      say('Left as it is; --install installs it another time.')
      return
    }
  }
  say(`Installing ${packages.join(', ')} with apt-get (once) …`)
  const started = Date.now()
  const problem = await apt(packages, path.join(home, 'logs', 'apt.log'))
  const now = Date.now()
  const failed = problem ? Object.fromEntries(wanted.map(part => [part.id, now])) : {}
  remember(home, { ...memory, failed })
  say(
    problem
      ? `Not installed: ${problem}. Slipway goes on without.`
      : `Installed in ${Math.round((now - started) / 1000)} s.`,
  )
}

function mayAsk(part: Part, memory: Memory, interactive: boolean): boolean {
  return !interactive || !memory.declined.includes(part.id)
}

function rests(part: Part, memory: Memory): boolean {
  return Date.now() - (memory.failed[part.id] ?? 0) < PAUSE_MS
}

async function agrees(
  wanted: Part[],
  packages: string[],
  prefix: string[],
  ask: (question: string) => Promise<string>,
): Promise<boolean> {
  const list = wanted.map(part => `  ${part.name}: ${part.adds}`).join('\n')
  const command = [...prefix, 'apt-get install', ...packages].join(' ')
  const answer = await ask(`Missing on this machine:\n${list}\nInstall with "${command}"? [y/N] `)
  return /^y(es)?$/i.test(answer.trim())
}

async function askTerminal(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return await terminal.question(question)
  } finally {
    terminal.close()
  }
}

function recall(home: string): Memory {
  try {
    const held = JSON.parse(readFileSync(memoryFile(home), 'utf8')) as Partial<Memory>
    return { declined: held.declined ?? [], failed: held.failed ?? {} }
  } catch {
    return { declined: [], failed: {} }
  }
}

function remember(home: string, memory: Memory): void {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  writeFileSync(memoryFile(home), `${JSON.stringify(memory, null, 2)}\n`)
}

function memoryFile(home: string): string {
  return path.join(home, 'setup.json')
}
