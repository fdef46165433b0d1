import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { CATALOGUE } from './test-lab.ts'
import type { TestAccount } from './test-lab.ts'

const SERVER = path.join(import.meta.dirname, '../../../server.ts')

/** The practice account as a process of its own, with its state on disk, that a test kills and starts again. */
export class ServerProcess {
  readonly #home = mkdtempSync(path.join(tmpdir(), 'practice-account-killed-'))
  #server: ChildProcess | undefined

  constructor() {
    writeFileSync(path.join(this.#home, 'catalogue.json'), JSON.stringify(CATALOGUE))
  }

  /** Answers its endpoint. */
  async start(): Promise<string> {
    const env = {
      ...process.env,
      SANDBOX_PORT: '0',
      SLIPWAY_HOME: this.#home,
      SANDBOX_CATALOGUE: path.join(this.#home, 'catalogue.json'),
      SANDBOX_RUNTIME: 'process',
      LOG_LEVEL: 'warn',
    }
    this.#server = spawn(process.execPath, [SERVER], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    if (!this.#server.stdout) throw new Error('The server has no output.')
    for await (const line of createInterface({ input: this.#server.stdout })) {
      const [, endpoint] = /^practice account ready (\S+)$/.exec(line) ?? []
      if (endpoint) return endpoint
    }
    throw new Error('The practice account ended before it was ready.')
  }

  /** SIGKILL; resolves when the process has ended. */
  async kill(): Promise<void> {
    const server = this.#server
    if (!server || server.exitCode !== null) return
    const ended = new Promise<void>(resolve => server.once('exit', () => resolve()))
    server.kill('SIGKILL')
    await ended
  }

  /** SIGTERM; answers the exit code. */
  async stop(): Promise<number | null> {
    const server = this.#server
    const ended = new Promise<number | null>(resolve => server?.once('exit', resolve))
    server?.kill('SIGTERM')
    return ended
  }

  /** Ends everything of this test. */
  async clear(): Promise<void> {
    await this.kill()
    for (const pid of this.tasksRunning()) process.kill(pid, 'SIGKILL')
    rmSync(this.#home, { recursive: true, force: true })
  }

  /** A new account, in which time passes `scale` times as fast. */
  async newAccount(endpoint: string, scale: number): Promise<TestAccount> {
    const token = readFileSync(path.join(this.#home, 'sandbox/admin-token'), 'utf8').trim()
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
    const send = async (method: string, route: string, body: object) => {
      const response = await fetch(`${endpoint}/_sandbox/accounts${route}`, {
        ...{ method, headers, body: JSON.stringify(body) },
      })
      return (await response.json()) as Omit<TestAccount, 'endpoint'>
    }
    const key = await send('POST', '', {})
    await send('PUT', `/${key.accountId}/clock`, { scale })
    return { ...key, endpoint }
  }

  /** Pids of the web servers that belong to this practice account, in order. */
  tasksRunning(): number[] {
    const lines = execFileSync('ps', ['-eo', 'pid=,args=', 'e', '-ww'], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    })
    const isOwn = (line: string) => line.includes(`HOME=${this.#home}/`) && line.includes('server.ts')
    return lines
      .split('\n')
      .filter(line => isOwn(line) && !line.includes('/bin/sh -c'))
      .map(line => Number.parseInt(line, 10))
      .sort((a, b) => a - b)
  }
}
