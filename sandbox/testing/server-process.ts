import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { processesOf } from '../../scripts/test/processes-of.ts'
import { CATALOGUE, type TestAccount } from '../services/ecs/testing/test-lab.ts'

const SERVER = path.join(import.meta.dirname, '../server.ts')

/** The practice account as a process of its own, with its state on disk, that a test kills and starts again. */
export class ServerProcess {
  readonly home = mkdtempSync(path.join(tmpdir(), 'practice-account-'))
  /** Where it answers since its last start. */
  endpoint = ''
  #child: ChildProcess | undefined

  /** Resolves when it answers. */
  async start(): Promise<void> {
    const SANDBOX_CATALOGUE = path.join(this.home, 'catalogue.json')
    writeFileSync(SANDBOX_CATALOGUE, JSON.stringify(CATALOGUE))
    const settings = { SANDBOX_PORT: '0', SANDBOX_RUNTIME: 'process', LOG_LEVEL: 'warn' }
    const env = { ...process.env, ...settings, SLIPWAY_HOME: this.home, SANDBOX_CATALOGUE }
    const child = spawn(process.execPath, [SERVER], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    this.#child = child
    for await (const line of createInterface({ input: child.stdout })) {
      const [, endpoint] = /^practice account ready (\S+)$/.exec(line) ?? []
      if (endpoint === undefined) continue
      this.endpoint = endpoint
      return
    }
    throw new Error('The practice account ended before it was ready; its own words are above.')
  }

  /** Ends it by a signal; answers the exit code, null where the signal ended it, once it has gone. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
    return child.exitCode
  }

  /** A new account, in which time passes `scale` times as fast. */
  async newAccount(scale: number): Promise<TestAccount> {
    const key = (await this.#administer('POST', '', {})) as Omit<TestAccount, 'endpoint'>
    await this.setScale(key.accountId, scale)
    return { ...key, endpoint: this.endpoint }
  }

  async setScale(accountId: string, scale: number): Promise<void> {
    await this.#administer('PUT', `/${accountId}/clock`, { scale })
  }

  /** Pids of the web servers that run as its tasks, in order. */
  tasks(): number[] {
    return processesOf(`${this.home}/sandbox/`)
      .filter(pid => {
        try {
          const [program = '', ...words] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
          // The shell that waits for the program and notes its exit code has the same words.
          return !program.endsWith('sh') && words.some(word => word.endsWith('/demo/server.ts'))
        } catch {
          return false
        }
      })
      .sort((one, other) => one - other)
  }

  /** Ends everything that is left, tasks too, and removes the state. */
  async close(): Promise<void> {
    await this.end('SIGKILL')
    for (const pid of processesOf(this.home)) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // It has ended meanwhile.
      }
    }
    rmSync(this.home, { recursive: true, force: true })
  }

  async #administer(method: string, route: string, body: object): Promise<unknown> {
    const token = readFileSync(path.join(this.home, 'sandbox/admin-token'), 'utf8').trim()
    const response = await fetch(`${this.endpoint}/_sandbox/accounts${route}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${method} ${route} answered ${response.status}.`)
    return response.json()
  }
}
