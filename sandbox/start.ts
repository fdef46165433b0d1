import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { type Clock, StoredClock } from './clock.ts'
import { AccountState } from './gateway/account-state.ts'
import { type AccountKey, Accounts } from './gateway/accounts.ts'
import { createGatewayServer, type Interceptor } from './gateway/http-server.ts'
import type { Controllers, StartControllers } from './gateway/service.ts'
import { Services } from './gateway/services.ts'
import type { Sandbox } from './operation.ts'
import { AddressBook } from './runtime/address-book.ts'
import type { Catalogue } from './runtime/catalogue.ts'
import { closeDataChannels } from './services/ecs/exec/web-socket.ts'
import packageFile from './package.json' with { type: 'json' }
import { openStore } from './store/store.ts'

/** How `startSandbox` starts the practice account. */
export interface SandboxOptions {
  /** @default 0, any free port */
  port?: number
  /** Folder of all state; `:memory:` keeps it in memory and in a temporary folder. */
  dataDir: string
  /** @default 'on' */
  auth?: 'on' | 'off'
  /** @default '000000000000' */
  defaultAccountId?: string
  catalogue?: Catalogue
  /** @default 'auto' */
  runtime?: 'auto' | 'docker' | 'process'
  /** @default 'on' */
  privilegedBuilds?: 'on' | 'off'
  clock?: Clock
  /** @default 'warn' */
  logLevel?: string
}

/** A practice account that answers. */
export interface RunningSandbox {
  endpoint: string
  port: number
  adminToken: string
  sandbox: Sandbox
  createAccount(): AccountKey
  close(): Promise<void>
}

const SERVICES = path.join(import.meta.dirname, 'services')

/** Starts the practice account on 127.0.0.1. */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const inMemory = options.dataDir === ':memory:'
  const dataDir = inMemory
    ? mkdtempSync(path.join(tmpdir(), 'practice-account-'))
    : path.resolve(options.dataDir)
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const store = openStore(inMemory ? ':memory:' : path.join(dataDir, 'state.sqlite'))
  const clock = options.clock ?? new StoredClock(store)
  const defaultAccountId = options.defaultAccountId ?? '000000000000'
  const sandbox: Sandbox = {
    store,
    clock,
    log: pino({ level: options.logLevel ?? 'warn' }, pino.destination(2)),
    addresses: new AddressBook(),
    config: {
      endpoint: '',
      dataDir,
      auth: options.auth ?? 'on',
      defaultAccountId,
      runtime: options.runtime ?? 'auto',
      privilegedBuilds: options.privilegedBuilds ?? 'on',
      ...(options.catalogue && { catalogue: options.catalogue }),
    },
  }
  const accounts = new Accounts(store, clock)
  if (!accounts.has(defaultAccountId)) accounts.create(defaultAccountId)
  const adminToken = readAdminToken(dataDir)
  const services = await Services.discover(SERVICES)
  const controllers: Controllers[] = []
  const state = new AccountState(sandbox, accounts, () => controllers)
  const server = createGatewayServer(
    { sandbox, services, state },
    { sandbox, accounts, state, token: adminToken, version: packageFile.version },
    await forwardProxy(sandbox),
  )

  const close = async () => {
    await new Promise(resolve => {
      server.close(resolve)
      server.closeAllConnections()
      closeDataChannels(sandbox)
    })
    await Promise.allSettled(controllers.map(controller => controller.stop()))
    clock.stop()
    store.close()
    if (inMemory) rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    const port = await listen(server, options.port ?? 0)
    sandbox.config.endpoint = `http://127.0.0.1:${port}`
    for (const { module } of await services.modules('controllers.ts')) {
      controllers.push(await (module as { startControllers: StartControllers }).startControllers(sandbox))
    }
    const { endpoint } = sandbox.config
    return { endpoint, port, adminToken, sandbox, createAccount: () => accounts.create(), close }
  } catch (error) {
    await close()
    throw error
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port)
    })
  })
}

function readAdminToken(dataDir: string): string {
  const file = path.join(dataDir, 'admin-token')
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}

async function forwardProxy(sandbox: Sandbox): Promise<Interceptor | undefined> {
  const file = path.join(import.meta.dirname, 'dataplane', 'forward-proxy.ts')
  if (!existsSync(file)) return undefined
  const { createForwardProxy } = (await import(file)) as { createForwardProxy(sandbox: Sandbox): Interceptor }
  return createForwardProxy(sandbox)
}
