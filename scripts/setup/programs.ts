import { execFile } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import path from 'node:path'

/** Folders where servers' programs lie that a learner's PATH does not name. */
const SERVER_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin', '/usr/libexec']

/** Path of the first of `names` that is an executable file, in PATH or where servers lie. */
export function findProgram(...names: string[]): string | null {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), ...SERVER_FOLDERS].filter(Boolean)
  for (const name of names) {
    for (const folder of path.isAbsolute(name) ? [''] : folders) {
      const file = path.join(folder, name)
      if (isExecutable(file)) return file
    }
  }
  return null
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

/** What `program --version` says of itself, such as `2.9.19`; null when it does not run. */
export function versionOf(program: string, argument = '--version'): Promise<string | null> {
  return new Promise(resolve => {
    execFile(program, [argument], { timeout: 10_000 }, (error, stdout, stderr) => {
      if (error) return resolve(null)
      resolve(/\d+\.\d+(\.\d+)*/.exec(`${stdout}${stderr}`)?.[0] ?? 'unknown version')
    })
  })
}
