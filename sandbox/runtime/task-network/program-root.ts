import { execFileSync } from 'node:child_process'
import { accessSync, constants, cpSync, mkdirSync, realpathSync } from 'node:fs'
import path from 'node:path'

/** Copies programs of this machine, as `/bin/<name>` or where `places` says, and the libraries they load into a root folder. */
export function copyPrograms(root: string, programs: Record<string, string>): void {
  for (const [program, place] of Object.entries(programs)) copy(program, path.join(root, place))
  for (const library of new Set(Object.keys(programs).flatMap(librariesOf))) {
    copy(library, path.join(root, library))
  }
}

/** Where a program is on this machine; in the folders of system programs too, which are in not everybody's PATH. */
export function whereIs(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin', '/usr/bin', '/bin']
  return folders.map(folder => path.join(folder, name)).find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function librariesOf(program: string): string[] {
  const listed = execFileSync('ldd', [program], { encoding: 'utf8' })
  return [...listed.matchAll(/(?:^\s*|=> )(\/\S+) \(0x/gm)].map(match => match[1] ?? '')
}

function copy(from: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true })
  cpSync(realpathSync(from), to)
}
