import { execFileSync } from 'node:child_process'
import { accessSync, constants, readFileSync } from 'node:fs'
import path from 'node:path'
import { notThere } from '../errors.ts'

/** The database server that is installed on this machine. */
export interface ServerProgram {
  /** Absolute paths. */
  server: string
  installer: string
  /** Such as 10.11.19. */
  version: string
}

const FOLDERS = [
  '/usr/sbin',
  '/usr/local/sbin',
  '/usr/libexec',
  '/usr/local/bin',
  '/usr/bin',
  '/opt/homebrew/bin',
  '/opt/homebrew/opt/mariadb/bin',
]

let found: ServerProgram | undefined

/** The MariaDB of this machine. Throws a 501 that says what to install where there is none. */
export function serverProgram(): ServerProgram {
  return (found ??= findServerProgram([...(process.env['PATH'] ?? '').split(path.delimiter), ...FOLDERS]))
}

/** The MariaDB in one of the folders. Throws the 501. */
export function findServerProgram(folders: string[]): ServerProgram {
  const locate = (name: string) =>
    folders
      .filter(folder => path.isAbsolute(folder))
      .map(folder => path.join(folder, name))
      .find(isExecutable)
  const server = locate('mariadbd') ?? locate('mysqld')
  const text = server ? execFileSync(server, ['--no-defaults', '--version'], { encoding: 'utf8' }) : ''
  const version = /Ver (\d+\.\d+\.\d+)-MariaDB/.exec(text)?.[1]
  const installer = locate('mariadb-install-db') ?? locate('mysql_install_db')
  if (!server || version === undefined || !installer) {
    throw notThere(
      'database server to run',
      `It runs MariaDB for the engines mysql and mariadb, and ${server ? `${server} is another server` : 'none is installed on this machine'}. Install it (Debian and Ubuntu: sudo apt install mariadb-server-core; macOS: brew install mariadb; elsewhere your system's mariadb-server), and create the instance again.`,
    )
  }
  return { server, installer, version }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Whom a server runs as: somebody without privileges where the practice account itself has all; undefined: the same user. */
export function serverUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['mysql', 'nobody']) {
    const [, , uid, gid] = lines.find(line => line.startsWith(`${name}:`))?.split(':') ?? []
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) }
  }
  throw notThere(
    'user to run databases as',
    'MariaDB does not run as root, and this machine has neither the user mysql nor nobody.',
  )
}
