import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { type ServerProgram, serverUser } from './program.ts'

const run = promisify(execFile)

/**
 * Where the databases of a data folder lie: in it, or, for a practice account that runs as root in a place which nobody else may
 * enter, beside the machine's other lasting files, because the server runs as somebody else.
 */
export function databasesFolder(dataDir: string): string {
  const user = serverUser()
  if (!user) return made(path.join(dataDir, 'rds'))
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 16)
  const enterable = ancestorsOf(dataDir).every(folder => (statSync(folder).mode & 0o001) !== 0)
  if (enterable) {
    // The server's group may pass through, nobody may look.
    chownSync(dataDir, 0, user.gid)
    chmodSync(dataDir, 0o710)
  }
  const root = enterable
    ? path.join(dataDir, 'rds')
    : path.join(existsSync('/var/tmp') ? '/var/tmp' : tmpdir(), `slipway-databases-${hash}`)
  made(root)
  if (statSync(root).uid !== 0) throw new Error(`${root} belongs to somebody else; remove it.`)
  chownSync(root, 0, user.gid)
  chmodSync(root, 0o710)
  return root
}

/** The folder of one account's databases, which the server's user may pass through. */
export function accountFolder(dataDir: string, accountId: string): string {
  return passable(path.join(databasesFolder(dataDir), accountId))
}

/** Makes a folder that the server's user may pass through and nobody else may enter. */
export function passable(folder: string): string {
  made(folder)
  const user = serverUser()
  if (user) {
    chownSync(folder, 0, user.gid)
    chmodSync(folder, 0o710)
  }
  return folder
}

/** Fills `data` with an empty database or a copy of another one's files; it is there whole or not at all. */
export async function fillData(
  program: ServerProgram,
  data: string,
  { template, copyOf }: { template: string; copyOf?: string },
): Promise<void> {
  if (existsSync(data)) return
  if (copyOf === undefined && !existsSync(template)) await installOnce(program, template)
  await copyFiles(copyOf ?? template, data)
}

/** Copies a database's files, all or none, and gives them to the server's user. */
export async function copyFiles(from: string, to: string): Promise<void> {
  const partly = `${to}.new`
  rmSync(partly, { recursive: true, force: true })
  await cp(from, partly, {
    recursive: true,
    preserveTimestamps: true,
    filter: source => !RUNNING_FILES.includes(path.basename(source)),
  })
  renameSync(partly, to)
}

/** What a running server keeps beside its data: no use in a copy. */
export const RUNNING_FILES = ['s', 'pid', 'init.sql', 'ibtmp1']

/** Gives a folder and all in it to the server's user. */
export async function handOver(folder: string): Promise<void> {
  chmodSync(folder, 0o700)
  const user = serverUser()
  if (user) await run('chown', ['-R', `${user.uid}:${user.gid}`, folder])
}

const installing = new Map<string, Promise<void>>()

/** Databases that are made at once wait for the one template. */
function installOnce(program: ServerProgram, template: string): Promise<void> {
  const under = installing.get(template)
  if (under) return under
  const work = install(program, template).finally(() => installing.delete(template))
  installing.set(template, work)
  return work
}

async function install({ installer }: ServerProgram, template: string): Promise<void> {
  const partly = `${template}.new`
  const temporary = `${template}.tmp`
  for (const folder of [partly, temporary]) rmSync(folder, { recursive: true, force: true })
  made(temporary)
  await run(installer, [
    '--no-defaults',
    `--datadir=${partly}`,
    // A server that starts removes all that is temporary there, other servers' files too.
    `--tmpdir=${temporary}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    '--skip-name-resolve',
    '--innodb-log-file-size=8M',
    ...(process.getuid?.() === 0 ? ['--user=root'] : []),
  ])
  rmSync(temporary, { recursive: true, force: true })
  renameSync(partly, template)
}

function made(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

function ancestorsOf(folder: string): string[] {
  const parent = path.dirname(folder)
  return parent === folder ? [] : [parent, ...ancestorsOf(parent)]
}
