import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { io, type Socket } from 'socket.io-client'
import type { LoadedLab } from '@slipway/labs/load.ts'
import { startSandbox } from '../../sandbox/start.ts'
import type { ClientEvents, LabState, ServerEvents } from '../contract.ts'
import { startRunner, type RunnerOptions, type RunningRunner } from '../start.ts'

export type LabClient = Socket<ServerEvents, ClientEvents>

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  // Tests look into answers of many shapes.
  body: any
  text: string
}

export interface TestWorkshop {
  home: string
  runner: RunningRunner
  sandbox: Awaited<ReturnType<typeof startSandbox>>
  cookie: string
  /** A request of the signed-in learner, as the site's own page sends it; headers override. */
  api(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string | undefined>,
  ): Promise<Answer>
  socket(): Promise<{ socket: LabClient; state: LabState }>
  /** Stops the runner and starts it again on the same state. */
  restart(options?: Partial<RunnerOptions>): Promise<void>
  close(): Promise<void>
}

/** A whole workshop on free ports: the runner, and a practice account for it. */
export async function startWorkshop(
  labs: LoadedLab[],
  options: Partial<RunnerOptions> = {},
): Promise<TestWorkshop> {
  const home = mkdtempSync(join(tmpdir(), 'slipway-runner-'))
  const siteDir = join(home, 'site')
  mkdirSync(join(siteDir, '_astro'), { recursive: true })
  writeFileSync(join(siteDir, 'index.html'), '<!doctype html><title>The site</title>')
  writeFileSync(join(siteDir, '404.html'), '<!doctype html><title>No such page</title>')
  writeFileSync(join(siteDir, '_astro/app.abc123.js'), 'export {}')
  const sandbox = await startSandbox({ port: 0, dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
  const adminTokenFile = join(home, 'admin-token')
  writeFileSync(adminTokenFile, sandbox.adminToken)

  const settings: RunnerOptions = {
    port: 0,
    home: join(home, 'state'),
    siteDir,
    practice: { endpoint: sandbox.endpoint, adminTokenFile },
    labs,
    log: pino({ level: 'silent' }),
    ...options,
  }
  const sockets: LabClient[] = []
  let runner = await startRunner(settings)
  const cookie = await signIn(runner)

  return {
    home,
    get runner() {
      return runner
    },
    sandbox,
    cookie,
    api: (method, path, body, headers = {}) => send(runner, method, path, body, { cookie, ...headers }),
    async socket() {
      const socket: LabClient = io(runner.url, {
        extraHeaders: { cookie, origin: runner.url },
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
      })
      sockets.push(socket)
      await new Promise<void>((resolve, reject) => {
        socket.on('connect', resolve)
        socket.on('connect_error', reject)
      })
      const state = (await socket.emitWithAck('join', {
        labId: labs[0]?.id ?? '',
        version: runner.deps.settings.version,
      })) as LabState
      return { socket, state }
    },
    async restart(changed = {}) {
      for (const socket of sockets.splice(0)) socket.disconnect()
      await runner.close()
      runner = await startRunner({ ...settings, ...changed })
    },
    async close() {
      for (const socket of sockets) socket.disconnect()
      await runner.close()
      await sandbox.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** Opens the printed address, and answers the cookie. */
export async function signIn(runner: RunningRunner): Promise<string> {
  const { headers } = await fetch(runner.signInUrl, { redirect: 'manual' })
  return headers.get('set-cookie')?.split(';')[0] ?? ''
}

/** One request with exactly these headers: `undefined` leaves one out, which fetch would not allow for Host and Origin. */
export function send(
  runner: Pick<RunningRunner, 'port' | 'url'>,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string | undefined> = {},
): Promise<Answer> {
  const payload = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
  const wanted = {
    host: `127.0.0.1:${runner.port}`,
    origin: runner.url,
    ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  }
  const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: runner.port, method, path, headers: given, agent: false },
      response => {
        let text = ''
        response.on('data', chunk => (text += String(chunk)))
        response.on('end', () => {
          const isJson = response.headers['content-type']?.includes('json')
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: isJson && text ? JSON.parse(text) : null,
            text,
          })
        })
      },
    )
    request.on('error', reject)
    request.end(payload)
  })
}

/** Waits until `look` answers something, and gives that. */
export async function until<T>(look: () => Promise<T | null | false | undefined>, ms = 10_000): Promise<T> {
  const end = Date.now() + ms
  for (;;) {
    const found = await look()
    if (found) return found
    if (Date.now() > end) throw new Error(`Nothing came of it within ${ms} ms: ${look.toString()}`)
    await new Promise(resolve => setTimeout(resolve, 30))
  }
}
