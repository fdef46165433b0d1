import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { engineHost as findEngine } from '@slipway/labs/engine/engine-host.ts'
import { openEngine } from '@slipway/labs/engine/open-engine.ts'
import { loadLabs, type LoadedLab } from '@slipway/labs/load.ts'
import type { Logger } from 'pino'
import { createAccounts } from './accounts/accounts.ts'
import { createPracticeVendor } from './accounts/practice-account.ts'
import { createSignIn } from './accounts/sign-in.ts'
import { createApp } from './app.ts'
import { openDatabase } from './database/database.ts'
import { createDeployments } from './deployments/deployments.ts'
import type { Deps, Settings } from './deps.ts'
import { createLabShelf } from './labs/lab-shelf.ts'
import { createWorkspace } from './labs/workspace.ts'
import { createMaps } from './map/maps.ts'
import packageJson from './package.json' with { type: 'json' }
import { createPreviewProxy } from './preview/preview-proxy.ts'
import { createRunRecords } from './runs/run-records.ts'
import { createRuns } from './runs/runs.ts'
import { createLog } from './security/log.ts'
import { createOriginGuard } from './security/origin-guard.ts'
import { openSeal } from './security/sealed.ts'
import { createSessions } from './sessions/sessions.ts'
import { createSockets } from './sockets.ts'
import { createTerminals } from './terminals/terminals.ts'
import { createLoads } from './traffic/loads.ts'

export interface RunnerOptions {
  /** 0 takes a free one. */
  port: number
  /** State: database, scrollbacks, learners' folders, the sealing key. */
  home: string
  siteDir: string
  /** `mysql://`, `mariadb://` or `postgres://`; SQLite in `home` when absent. */
  databaseUrl?: string
  /** The practice account's server; without one only AWS accounts can be used. */
  practice?: { endpoint: string; adminTokenFile: string }
  /** Labs; those of the workshop when absent. */
  labs?: LoadedLab[]
  images?: string
  region?: string
  publicUrl?: string
  log?: Logger
  /** After how long a tab that draws nothing is no longer waited for. */
  stallMs?: number
}

export interface RunningRunner {
  /** Without a slash at its end. */
  url: string
  /** Signs the local learner in, once. */
  signInUrl: string
  port: number
  deps: Deps
  close(): Promise<void>
}

const IMAGES = 'public.ecr.aws/slipway'

/** Starts the workshop: database, services, sockets, HTTP. */
export async function startRunner(options: RunnerOptions): Promise<RunningRunner> {
  const log = options.log ?? createLog()
  const labs = createLabShelf(options.labs ?? (await loadLabs()))
  const database = await openDatabase({
    url: options.databaseUrl,
    file: join(options.home, 'workshop.sqlite'),
  })
  const server = createServer()
  const port = () => (server.address() as AddressInfo | null)?.port ?? options.port
  const settings: Settings = {
    version: packageJson.version,
    siteDir: options.siteDir,
    home: options.home,
    images: options.images ?? IMAGES,
    port,
    publicUrl: options.publicUrl,
  }
  const { home, images } = settings
  const guard = createOriginGuard({ port, publicUrl: options.publicUrl })
  // Whoever may use an engine is root on its machine: it is for a workshop on the learner's own computer only.
  const engineHost = options.publicUrl === undefined ? findEngine() : null
  const engine = openEngine(engineHost)
  const accounts = createAccounts({
    database,
    engineHost,
    seal: openSeal(join(home, 'sealing-key')),
    practice: options.practice ? createPracticeVendor(options.practice) : null,
    defaultRegion: options.region ?? 'eu-west-1',
  })
  const sessions = createSessions(database, accounts)
  const signIn = createSignIn({ database, secure: options.publicUrl?.startsWith('https:') ?? false })
  const maps = createMaps({ accounts, labs })
  const deployments = createDeployments({ accounts, maps })
  const loads = createLoads({ accounts, maps })
  const records = createRunRecords(database)
  const terminals = createTerminals({
    database,
    accounts,
    labs,
    home,
    log,
    engineHost,
    stallMs: options.stallMs,
  })
  const workspace = createWorkspace({
    accounts,
    labs,
    log,
    maps,
    records,
    sessions,
    terminals,
    images,
    engine,
    port,
  })
  const runs = createRuns({ accounts, database, labs, log, records, sessions, terminals, workspace, images })
  const deps: Deps = {
    accounts,
    database,
    deployments,
    guard,
    labs,
    loads,
    log,
    maps,
    runs,
    sessions,
    settings,
    signIn,
    terminals,
    workspace,
  }

  // The workshop's own server never listens: previews have the same port under other hosts, and are told apart first.
  const workshop = createServer(createApp(deps))
  const io = createSockets(workshop, deps)
  const preview = createPreviewProxy({ accounts, log, maps, sessions })

  server.on('request', (request, response) => {
    const host = guard.host(request)
    if (host?.kind !== 'preview') {
      workshop.emit('request', request, response)
      return
    }
    if (!guard.allowsRequest(request)) {
      response.writeHead(403).end()
      return
    }
    preview.request(host, request, response).catch((error: unknown) => {
      log.error({ err: error }, 'preview failed')
      response.destroy()
    })
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const host = guard.host(request)
    if (!guard.allowsSocket(request)) {
      refuseUpgrade(socket, '403 Forbidden')
    } else if (host?.kind === 'preview') {
      preview.upgrade(host, request, socket, head).catch(() => socket.destroy())
    } else if (request.url?.startsWith('/socket.io/')) {
      workshop.emit('upgrade', request, socket, head)
    } else {
      refuseUpgrade(socket, '404 Not Found')
    }
  })

  const close = async () => {
    await io.close()
    loads.stopAll()
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
    await runs.stop()
    await terminals.stop()
    await database.destroy()
  }

  try {
    await runs.recover({ alone: options.databaseUrl === undefined })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(options.port, '127.0.0.1', resolve)
    })
  } catch (error) {
    await runs.stop()
    await database.destroy()
    throw error
  }
  const url = `http://127.0.0.1:${port()}`
  const learner = await signIn.localLearner()
  const token = await signIn.newToken(learner.id)
  return { url, signInUrl: `${options.publicUrl ?? url}/?token=${token}`, port: port(), deps, close }
}

function refuseUpgrade(socket: Duplex, status: string) {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}
