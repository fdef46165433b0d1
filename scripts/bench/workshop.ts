import { createServer, request as forward, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { io, type Socket } from 'socket.io-client'
import type { ClientEvents, LabState, ServerEvents } from '../../lab-runner/contract.ts'
import { ROOT } from '../launch/settings.ts'
import { openBenchAccount } from './practice-account.ts'
import { startProcess } from './server-process.ts'

/** A tab of a lab's page. */
export interface Tab {
  socket: Socket<ServerEvents, ClientEvents>
  state: LabState
}

/** lab-runner as a process of its own, with a practice account, and a learner who is signed in. */
export interface BenchWorkshop {
  api(method: string, route: string, body?: object): Promise<unknown>
  openTab(labId: string): Promise<Tab>
  /** Milliseconds since the workshop began in which the practice account had something to answer. */
  accountBusyMs(): number
  close(): Promise<void>
}

export async function openBenchWorkshop(): Promise<BenchWorkshop> {
  const account = await openBenchAccount()
  const between = await standBetween(account.endpoint)
  const server = await startProcess(
    [process.execPath, path.join(ROOT, 'lab-runner/server.ts')],
    {
      PORT: '0',
      SLIPWAY_HOME: account.home,
      PRACTICE_ENDPOINT: between.endpoint,
      PRACTICE_ADMIN_TOKEN_FILE: path.join(account.home, 'sandbox/admin-token'),
      LOG_LEVEL: 'warn',
    },
    /workshop ready/,
    { cwd: ROOT },
  )
  const signInUrl = server.ready.split(' ').at(-1) ?? ''
  const url = new URL(signInUrl).origin
  const signedIn = await fetch(signInUrl, { redirect: 'manual' })
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
  const sockets: Tab['socket'][] = []
  return {
    accountBusyMs: between.busyMs,
    async api(method, route, body) {
      const headers = { cookie, origin: url, 'content-type': 'application/json' }
      const answer = await fetch(url + route, {
        method,
        headers,
        ...(body && { body: JSON.stringify(body) }),
      })
      if (!answer.ok) throw new Error(`${method} ${route} answered ${answer.status}: ${await answer.text()}`)
      return (await answer.json()) as unknown
    },
    async openTab(labId) {
      const extraHeaders = { cookie, origin: url }
      const socket: Tab['socket'] = io(url, { transports: ['websocket'], extraHeaders, forceNew: true })
      sockets.push(socket)
      const state = (await socket.emitWithAck('join', { labId, version: '' })) as LabState
      return { socket, state }
    },
    async close() {
      for (const socket of sockets) socket.close()
      await server.stop()
      between.server.close().closeAllConnections()
      await account.close()
    },
  }
}

/** Passes requests on to the practice account, and keeps the time while it has one to answer. */
async function standBetween(
  endpoint: string,
): Promise<{ endpoint: string; server: Server; busyMs: () => number }> {
  const { port } = new URL(endpoint)
  let open = 0
  let since = 0
  let busy = 0
  const server = createServer((incoming, response) => {
    if (open++ === 0) since = performance.now()
    response.once('close', () => {
      if (--open === 0) busy += performance.now() - since
    })
    const { method, url, headers } = incoming
    const onward = forward({ host: '127.0.0.1', port, method, path: url, headers }, answer => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    onward.once('error', () => response.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    busyMs: () => busy + (open > 0 ? performance.now() - since : 0),
  }
}
