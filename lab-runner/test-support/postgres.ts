import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DataSource } from 'typeorm'

/** Where Debian, Homebrew and others put the newest server's programs; null without one. */
const programs = findPrograms()

/** Whether this machine has a server to test with. */
export function hasPostgres(): boolean {
  return programs !== null
}

/** A real server with a data folder and a port of its own. It refuses to run as root, so root lends it to `postgres`. */
export async function startPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  if (!programs) throw new Error('PostgreSQL is not installed: no initdb and postgres were found.')
  const folder = mkdtempSync(join(tmpdir(), 'slipway-postgres-'))
  const owner = process.getuid?.() === 0 ? idsOf('postgres') : {}
  if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid ?? owner.uid)
  const data = join(folder, 'data')
  const options = { ...owner, cwd: folder, stdio: 'ignore' as const }
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'slipway', '-A', 'trust', '--no-sync'], options)
  const port = await freePort()
  const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`, '-F']
  const server = spawn(join(programs, 'postgres'), ['-D', data, '-p', String(port), ...settings], options)
  const ended = new Promise<void>(resolve => server.once('exit', () => resolve()))
  const url = `postgres://slipway@127.0.0.1:${port}/postgres`
  for (let attempt = 0; ; attempt++) {
    const connection = new DataSource({ type: 'postgres', url })
    try {
      await connection.initialize()
      await connection.destroy()
      break
    } catch (error) {
      if (attempt > 100) throw error
      await sleep(150)
    }
  }
  return {
    url,
    async stop() {
      server.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function findPrograms(): string | null {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : []
  const folders = [
    ...versions.sort((a, b) => Number(b) - Number(a)).map(version => `/usr/lib/postgresql/${version}/bin`),
    ...(process.env.PATH ?? '').split(':'),
  ]
  return (
    folders.find(folder => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ?? null
  )
}

function idsOf(user: string): { uid?: number; gid?: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}
