import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import mysql from 'mysql2/promise'

export interface TestMariaDb {
  url: string
  /** Kills the server; its data stays. */
  kill(): Promise<void>
  /** Starts the server that was killed, at the same address. */
  start(): Promise<void>
  stop(): Promise<void>
}

/** Whether this machine has a server to test with. With CI=true it must. */
export function hasMariaDb(): boolean {
  return process.env.CI === 'true' || hasProgram('mariadbd')
}

function hasProgram(name: string): boolean {
  try {
    execFileSync('sh', ['-c', `PATH="$PATH:/usr/sbin" command -v ${name}`], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** A real server with a data folder, a port and a socket of its own. */
export async function startMariaDb(): Promise<TestMariaDb> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-mariadb-'))
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` }
  const user = process.getuid?.() === 0 ? ['--user=root'] : []
  const data = join(folder, 'data')
  execFileSync(
    'mariadb-install-db',
    [
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      ...user,
    ],
    { env, stdio: 'ignore' },
  )
  const port = await freePort()
  const address = { host: '127.0.0.1', port, user: 'root' }
  let server: ChildProcess
  let ended: Promise<void>

  const start = async () => {
    const own = [`--datadir=${data}`, `--port=${port}`, `--socket=${join(folder, 's')}`]
    const args = ['--no-defaults', ...own, '--bind-address=127.0.0.1', ...user]
    server = spawn('mariadbd', args, { env, stdio: 'ignore' })
    ended = new Promise<void>(resolve => server.once('exit', () => resolve()))
    for (let attempt = 0; ; attempt++) {
      try {
        const connection = await mysql.createConnection(address)
        await connection.query('CREATE DATABASE IF NOT EXISTS slipway CHARACTER SET utf8mb4')
        return await connection.end()
      } catch (error) {
        if (attempt > 100) throw error
        await sleep(150)
      }
    }
  }
  const end = (signal: NodeJS.Signals) => {
    server.kill(signal)
    return ended
  }
  await start()
  return {
    url: `mariadb://root@127.0.0.1:${port}/slipway`,
    start,
    kill: () => end('SIGKILL'),
    async stop() {
      await end('SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}
