import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import path from 'node:path'
import { findProgram } from './programs.ts'

/** How this user may install system packages: directly, through sudo, or not at all. */
export function aptPrefix(): string[] | null {
  if (process.platform !== 'linux' || !existsSync('/etc/debian_version') || !findProgram('apt-get'))
    return null
  if (process.getuid?.() === 0) return []
  return findProgram('sudo') ? ['sudo'] : null
}

/** Installs the packages; resolves to null, or to why that failed. apt-get's words go to `logFile`. */
export async function aptInstall(packages: string[], logFile: string): Promise<string | null> {
  const prefix = aptPrefix()
  if (!prefix) return 'this user cannot run apt-get'
  mkdirSync(path.dirname(logFile), { recursive: true })
  const log = openSync(logFile, 'w')
  try {
    const wait = ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=2']
    const updated = await run([...prefix, 'apt-get', ...wait, 'update', '-q'], log)
    const install = ['install', '-y', '-q', '--no-install-recommends', ...packages]
    const installed = await run([...prefix, 'apt-get', ...wait, ...install], log)
    if (installed === 0) return null
    const step = updated === 0 ? 'apt-get install' : 'apt-get update and install'
    return `${step} failed; their words are in ${logFile}`
  } finally {
    closeSync(log)
  }
}

function run([command = '', ...rest]: string[], log: number): Promise<number> {
  return new Promise(resolve => {
    const child = spawn(command, rest, {
      // sudo asks for its password on the terminal itself.
      stdio: ['ignore', log, log],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_MODE: 'a', LC_ALL: 'C' },
    })
    child.once('error', () => resolve(127)).once('close', code => resolve(code ?? 1))
  })
}
