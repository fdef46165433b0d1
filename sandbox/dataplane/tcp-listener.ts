import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Counters } from './counters.ts'
import type { LiveTarget } from './live-target.ts'
import { answerRaw } from './own-answers.ts'
import { passOn } from './public-address.ts'

/** What a TCP listener sends connections by. */
export interface TcpRouting {
  /** The target for a new connection; undefined when none is registered. */
  pick(clientIp: string): LiveTarget | undefined
  admits(clientIp: string): boolean
  counters: Counters
}

/** A client that the security groups keep out waits till its own timeout, or this long. */
const HANG_MS = 130_000
/** A target that does not take the connection in this time is as good as silent. */
const CONNECT_MS = 10_000

/** A Network Load Balancer's listener: bytes go to a target and back as they are, on one real port of this machine. */
export class TcpListener {
  routing: TcpRouting
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #idleMs = 350_000
  #closed = false

  constructor(routing: TcpRouting) {
    this.routing = routing
    // Either side may end its half of a connection first.
    this.#server = createServer({ noDelay: true, allowHalfOpen: true }, socket => this.#accept(socket))
  }

  /** Listens on `wanted` if it is free, or else on any port; answers the port. */
  async listen(wanted: number | undefined): Promise<number> {
    try {
      await this.#listen(wanted ?? 0)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
      await this.#listen(0)
    }
    const port = this.#port
    if (this.#closed) this.#server.close()
    return port
  }

  /** Idle time after which a connection is cut. */
  setIdle(ms: number): void {
    this.#idleMs = ms
  }

  /** Brings a request of the forward proxy to the target as any client's. */
  request(request: IncomingMessage, response: ServerResponse): void {
    passOn({ host: '127.0.0.1', port: this.#port }, request, response)
  }

  /** Upgrades through the forward proxy go by CONNECT, as clients do for what is not plain HTTP. */
  upgrade(_request: IncomingMessage, socket: Duplex): void {
    answerRaw(socket, 405)
  }

  /** Stops listening and cuts what is open. */
  close(): void {
    this.#closed = true
    if (this.#server.listening) this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? 0
  }

  #listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.removeListener('error', reject)
        resolve()
      })
    })
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    const ip = socket.remoteAddress ?? ''
    const { routing } = this
    if (!routing.admits(ip)) {
      hang(socket)
      return
    }
    routing.counters.requests++
    const target = routing.pick(ip)
    const endpoint = target?.endpoint()
    if (target?.blocked) hang(socket)
    else if (target && endpoint)
      this.#join(socket, target, connect({ ...endpoint, noDelay: true, allowHalfOpen: true }))
    else {
      if (target) routing.counters.connectionErrors++
      socket.resetAndDestroy()
    }
  }

  #join(client: Socket, target: LiveTarget, upstream: Socket): void {
    target.inFlight++
    target.flows.add(client)
    const waiting = setTimeout(() => upstream.destroy(), CONNECT_MS)
    let connected = false
    upstream.once('connect', () => {
      connected = true
      clearTimeout(waiting)
      for (const socket of [client, upstream]) {
        socket.setTimeout(this.#idleMs, () => socket.destroy())
      }
      client.pipe(upstream)
      upstream.pipe(client)
    })
    upstream.on('error', () => {
      if (!connected) this.routing.counters.connectionErrors++
      // What one side sees of the other's reset.
      client.resetAndDestroy()
    })
    upstream.once('close', () => {
      clearTimeout(waiting)
      target.inFlight--
      target.flows.delete(client)
      if (!client.writableEnded) client.destroy()
    })
    client.once('close', () => {
      if (!upstream.writableEnded || client.errored) upstream.destroy()
    })
  }
}

function hang(socket: Socket): void {
  socket.pause()
  setTimeout(() => socket.destroy(), HANG_MS).unref()
}
