import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { catalogue } from '../catalogue.ts'
import { ROOT } from '../launch/settings.ts'
import { startProcess, type ServerProcess } from './server-process.ts'

/** A practice account of its own, with an account whose time runs fast. */
export interface BenchAccount {
  endpoint: string
  /** What an SDK client needs. */
  client: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } }
  server: ServerProcess
  close(): Promise<void>
}

/** Starts the practice account in a new folder; tasks run as processes, so that every machine measures the same. */
export async function openBenchAccount(): Promise<BenchAccount> {
  const home = mkdtempSync(path.join(tmpdir(), 'slipway-bench-'))
  const catalogueFile = path.join(home, 'catalogue.json')
  writeFileSync(catalogueFile, JSON.stringify(catalogue(ROOT)))
  const server = await startProcess(
    [process.execPath, path.join(ROOT, 'sandbox/server.ts')],
    {
      SLIPWAY_HOME: home,
      SANDBOX_PORT: '0',
      SANDBOX_RUNTIME: 'process',
      SANDBOX_CATALOGUE: catalogueFile,
      LOG_LEVEL: 'warn',
    },
    /^practice account ready/,
  )
  const endpoint = server.ready.split(' ').at(-1) ?? ''
  const token = readFileSync(path.join(home, 'sandbox/admin-token'), 'utf8').trim()
  const ask = (method: string, route: string, body: object) =>
    fetch(`${endpoint}/_sandbox/accounts${route}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const account = (await (await ask('POST', '', {})).json()) as Record<
    'accountId' | 'accessKeyId' | 'secretAccessKey',
    string
  >
  await ask('PUT', `/${account.accountId}/clock`, { scale: 100 })
  return {
    endpoint,
    client: { endpoint, region: 'eu-west-1', credentials: account },
    server,
    async close() {
      await ask('POST', `/${account.accountId}/reset`, {})
      await server.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}
