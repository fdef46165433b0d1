import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Catalogue } from '../../sandbox/runtime/catalogue.ts'
import { catalogue } from '../catalogue.ts'
import { PRACTICE_ACCOUNT_ARGUMENTS } from '../launch/servers.ts'
import { ROOT } from '../launch/settings.ts'
import { startProcess, type ServerProcess } from './server-process.ts'

/** A practice account of its own, with an account whose time runs fast. */
export interface BenchAccount {
  endpoint: string
  port: number
  home: string
  /** What an SDK client needs. */
  client: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } }
  server: ServerProcess
  accountId: string
  /** A request of the practice account's own routes below `/_sandbox/accounts`, its body as JSON. */
  admin(method: string, route: string, body?: object): Promise<unknown>
  close(): Promise<void>
}

/** How the practice account of a measurement differs from the usual one. */
export interface BenchAccountOptions {
  /** @default 'process', so that every machine measures the same */
  runtime?: 'process' | 'docker'
  catalogue?: Catalogue
  /** @default 100 */
  timeScale?: number
  logLevel?: string
  /** Its log, line by line. */
  onLog?: (line: string) => void
}

/** Starts the practice account in a new folder, with one account. */
export async function openBenchAccount(options: BenchAccountOptions = {}): Promise<BenchAccount> {
  const home = mkdtempSync(path.join(tmpdir(), 'slipway-bench-'))
  const catalogueFile = path.join(home, 'catalogue.json')
  writeFileSync(catalogueFile, JSON.stringify(options.catalogue ?? catalogue(ROOT)))
  const server = await startProcess(
    [process.execPath, ...PRACTICE_ACCOUNT_ARGUMENTS, path.join(ROOT, 'sandbox/server.ts')],
    {
      SLIPWAY_HOME: home,
      SANDBOX_PORT: '0',
      SANDBOX_RUNTIME: options.runtime ?? 'process',
      SANDBOX_CATALOGUE: catalogueFile,
      LOG_LEVEL: options.logLevel ?? 'warn',
    },
    /^practice account ready/,
    options.onLog && { onError: options.onLog },
  )
  const endpoint = server.ready.split(' ').at(-1) ?? ''
  const token = readFileSync(path.join(home, 'sandbox/admin-token'), 'utf8').trim()
  const admin = async (method: string, route: string, body?: object): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = await fetch(`${endpoint}/_sandbox/accounts${route}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${route} answered ${answer.status}: ${await answer.text()}`)
    return answer.json()
  }
  const account = (await admin('POST', '', {})) as Record<
    'accountId' | 'accessKeyId' | 'secretAccessKey',
    string
  >
  await admin('PUT', `/${account.accountId}/clock`, { scale: options.timeScale ?? 100 })
  return {
    endpoint,
    port: Number(new URL(endpoint).port),
    home,
    client: { endpoint, region: 'eu-west-1', credentials: account },
    server,
    accountId: account.accountId,
    admin,
    async close() {
      await admin('POST', `/${account.accountId}/reset`, {})
      await server.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}
