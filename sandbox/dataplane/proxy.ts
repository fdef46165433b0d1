import type { IncomingMessage, ServerResponse } from 'node:http'
import { stickyCookies } from './cookies.ts'
import { countStatus } from './counters.ts'
import { requestHead } from './headers.ts'
import type { LiveTarget } from './live-target.ts'
import type { ResponseHead } from './response-head.ts'
import type { Choice, ProxyOwner } from './proxy-owner.ts'
import type { Incoming } from './rules.ts'
import type { Failure, Receiver, Upstream } from './upstream.ts'

/** How long a load balancer waits for a connection to a target (wall clock: targets do not hurry with the account's time). */
export const CONNECT_TIMEOUT_MS = 10_000

/** Up to this many bytes of body go out together with the head. */
const ONE_WRITE = 16 * 1024

const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])

/** One request on its way to a target, and the answer on its way back, both as streams. */
export class ProxiedRequest implements Receiver {
  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  readonly #incoming: Incoming
  readonly #choice: Choice
  readonly #router: ProxyOwner
  readonly #hasBody: boolean
  #target: LiveTarget
  #upstream: Upstream | undefined
  #sentAt = 0
  #isRetry = false
  #answering = false

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    incoming: Incoming,
    choice: Choice,
    router: ProxyOwner,
  ) {
    this.#request = request
    this.#response = response
    this.#incoming = incoming
    this.#choice = choice
    this.#router = router
    this.#target = choice.target
    const { headers } = request
    const length = headers['content-length']
    this.#hasBody = headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0')
  }

  start(): void {
    this.#choice.group.counters.requests++
    if (this.#target.blocked) this.#hang()
    else this.#send()
  }

  #send(): void {
    const target = this.#target
    const real = target.endpoint()
    if (!real) {
      this.#refuse(502)
      return
    }
    const { path, query } = this.#incoming
    const head = requestHead(this.#request, query ? `${path}?${query}` : path, this.#router.forwarded, false)
    const upstream = target.connections.acquire(real, this.#isRetry)
    this.#upstream = upstream
    this.#sentAt = performance.now()
    target.inFlight++
    if (!this.#isRetry) this.#response.on('close', this.#onClientClose)
    upstream.start(head, { isHead: this.#request.method === 'HEAD', hasBody: this.#hasBody }, this)
    if (this.#hasBody) this.#sendBody(upstream)
  }

  #sendBody(upstream: Upstream): void {
    const request = this.#request
    const chunked = request.headers['transfer-encoding'] !== undefined
    request.on('data', (chunk: Buffer) => {
      if (this.#upstream !== upstream) return
      if (chunked) upstream.write(`${chunk.length.toString(16)}\r\n`)
      let flowing = upstream.write(chunk)
      if (chunked) flowing = upstream.write('\r\n')
      if (flowing) return
      request.pause()
      upstream.socket.once('drain', () => request.resume())
    })
    request.on('end', () => {
      if (this.#upstream !== upstream) return
      if (chunked) upstream.write('0\r\n\r\n')
      upstream.finish()
    })
  }

  head(head: ResponseHead): void {
    const { group, cookies } = this.#choice
    group.counters.latency.add((performance.now() - this.#sentAt) / 1000)
    countStatus(group.counters.targetStatus, head.status)
    countStatus(this.#router.counters.targetStatus, head.status)
    for (const cookie of cookies) head.headers.push('Set-Cookie', cookie)
    const { stickiness } = group
    if (stickiness?.type === 'app_cookie' && sets(head.headers, stickiness.name)) {
      for (const cookie of stickyCookies('AWSALBAPP-0', this.#target.cookie, stickiness.durationSeconds)) {
        head.headers.push('Set-Cookie', cookie)
      }
    }
    try {
      this.#response.writeHead(head.status, head.reason, head.headers)
      this.#answering = true
    } catch {
      // A header that Node will not write: the target's answer is malformed.
      this.#upstream?.abandon()
      this.fail('malformed')
    }
  }

  data(chunk: Buffer | undefined, last: boolean): boolean {
    if (last) {
      this.#done()
      // Head and body in one string are one write; two buffers would be a writev, which costs twice as much.
      if (chunk && chunk.length <= ONE_WRITE) this.#response.end(chunk.toString('latin1'), 'latin1')
      else this.#response.end(chunk)
      return true
    }
    if (chunk === undefined || this.#response.write(chunk)) return true
    const upstream = this.#upstream
    this.#response.once('drain', () => upstream?.resume())
    return false
  }

  upgrade(): void {
    // Nobody asked for it.
    this.#upstream?.destroy()
    this.fail('malformed')
  }

  fail(failure: Failure): void {
    if (!this.#upstream) return
    this.#done()
    if (this.#answering) {
      this.#response.destroy()
      return
    }
    if (
      failure === 'stale' &&
      !this.#isRetry &&
      !this.#hasBody &&
      IDEMPOTENT.has(this.#request.method ?? '')
    ) {
      this.#isRetry = true
      this.#target = this.#choice.group.pick(this.#target) ?? this.#target
      this.#send()
      return
    }
    this.#refuse(failure === 'timeout' ? 504 : 502)
  }

  /** What a security group's refusal looks like to the load balancer: no connection comes about. */
  #hang(): void {
    const timer = setTimeout(() => this.#refuse(504), CONNECT_TIMEOUT_MS)
    this.#response.once('close', () => clearTimeout(timer))
  }

  #refuse(status: 502 | 504): void {
    this.#choice.group.counters.connectionErrors++
    this.#router.answer(this.#request, this.#response, status)
  }

  #done(): void {
    if (!this.#upstream) return
    this.#upstream = undefined
    this.#target.inFlight--
  }

  readonly #onClientClose = (): void => {
    const upstream = this.#upstream
    if (!upstream) return
    this.#done()
    upstream.abandon()
  }
}

function sets(headers: string[], cookie: string): boolean {
  return headers.some(
    (value, index) =>
      index % 2 === 1 && headers[index - 1]?.toLowerCase() === 'set-cookie' && value.startsWith(`${cookie}=`),
  )
}
