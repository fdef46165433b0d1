import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { CATALOGUE } from '../../ecs/testing/test-lab.ts'
import type { TestAccount } from '../../ecs/testing/test-lab.ts'

const SERVER = path.join(import.meta.dirname, '../../../server.ts')

/** The practice account as a process of its own, which a test may kill and start again over the same state. */
export class ServerProcess {
  readonly home = mkdtempSync(path.join(tmpdir(), 'practice-account-codedeploy-'))
  #child: ChildProcess | undefined

  /** Answers the endpoint. */
  async start(): Promise<string> {
    const SANDBOX_CATALOGUE = path.join(this.home, 'catalogue.json')
    writeFileSync(SANDBOX_CATALOGUE, JSON.stringify(CATALOGUE))
    const settings = { SANDBOX_PORT: '0', SANDBOX_RUNTIME: 'process', LOG_LEVEL: 'warn' }
    const env = { ...process.env, ...settings, SLIPWAY_HOME: this.home, SANDBOX_CATALOGUE }
    this.#child = spawn(process.execPath, [SERVER], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    if (!this.#child.stdout) throw new Error('The server has no output.')
    for await (const line of createInterface({ input: this.#child.stdout })) {
      const [, endpoint] = /^practice account ready (\S+)$/.exec(line) ?? []
      if (endpoint) return endpoint
    }
    throw new Error('The practice account ended before it was ready.')
  }

  /** `kill -9`. */
  kill(): Promise<void> {
    const ended = new Promise<void>(resolve => this.#child?.once('exit', () => resolve()))
    this.#child?.kill('SIGKILL')
    return ended
  }

  /** A new account, in which time passes `scale` times as fast. */
  async newAccount(endpoint: string, scale: number): Promise<TestAccount> {
    const token = readFileSync(path.join(this.home, 'sandbox/admin-token'), 'utf8').trim()
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

  /** Pids of the web servers that belong to it. */
  tasks(): number[] {
    const lines = execFileSync('ps', ['-eo', 'pid=,args=', 'e', '-ww'], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    })
    return lines
      .split('\n')
      .filter(
        line =>
          line.includes(`HOME=${this.home}/`) && line.includes('server.ts') && !line.includes('/bin/sh -c'),
      )
      .map(line => Number.parseInt(line, 10))
  }

  /** Ends everything and removes the state. */
  close(): void {
    this.#child?.kill('SIGKILL')
    for (const pid of this.tasks()) process.kill(pid, 'SIGKILL')
    rmSync(this.home, { recursive: true, force: true })
  }
}
