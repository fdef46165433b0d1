import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import type { AddressInfo, Server as TcpServer, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { answer, answerRaw } from './own-answers.ts'
import type { Router } from './router.ts'

/** AWS's limit for all headers of a request. */
const MAX_HEADER_BYTES = 64 * 1024
/** A client that the security groups keep out waits till its own timeout, or this long. */
const HANG_MS = 130_000

/** A load balancer's listener: one real port of this machine, on loopback only. */
export class LiveListener {
  readonly arn: string
  router: Router
  readonly #http: Server
  readonly #tcp: TcpServer
  readonly #sockets = new Set<Socket>()
  #closed = false

  constructor(arn: string, router: Router) {
    this.arn = arn
    this.router = router
    this.#http = createServer({
      maxHeaderSize: MAX_HEADER_BYTES,
      insecureHTTPParser: false,
      requestTimeout: 0,
    })
    this.#http.on('request', (request, response) => this.request(request, response))
    this.#http.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head))
    this.#http.on('connect', (_request, socket) => answerRaw(socket, 405))
    this.#http.on('clientError', (_error, socket) => answerRaw(socket, 400))
    this.#tcp = createTcpServer({ noDelay: true }, socket => this.#accept(socket))
  }

  /** Listens on `wanted` if it is free, or else on any port; answers the port. */
  async listen(wanted: number | undefined): Promise<number> {
    try {
      await this.#listen(wanted ?? 0)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
      await this.#listen(0)
    }
    if (this.#closed) this.#tcp.close()
    return (this.#tcp.address() as AddressInfo | null)?.port ?? 0
  }

  #listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#tcp.once('error', reject)
      this.#tcp.listen(port, '127.0.0.1', () => {
        this.#tcp.removeListener('error', reject)
        resolve()
      })
    })
  }

  /** Idle time after which connections close, of clients and of targets alike. */
  setIdle(ms: number): void {
    this.#http.keepAliveTimeout = ms
    this.#http.headersTimeout = ms
  }

  /** Answers a request, from this listener's own port or by way of the forward proxy. */
  request(request: IncomingMessage, response: ServerResponse): void {
    if (!this.router.admits(request.socket.remoteAddress)) {
      hang(request.socket)
      return
    }
    if (request.method === 'TRACE') answer(request, response, 405)
    else this.router.request(request, response)
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.router.admits(request.socket.remoteAddress)) this.router.upgrade(request, socket, head)
    else hang(request.socket)
  }

  /** Stops listening and cuts what is open. */
  close(): void {
    this.#closed = true
    if (this.#tcp.listening) this.#tcp.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
    if (this.router.admits(socket.remoteAddress)) this.#http.emit('connection', socket)
    else hang(socket)
  }
}

/** What a security group's refusal looks like from outside: nothing comes back. */
function hang(socket: Socket): void {
  socket.pause()
  socket.on('error', () => socket.destroy())
  setTimeout(() => socket.destroy(), HANG_MS).unref()
}
