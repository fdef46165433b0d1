import { connect } from 'node:net'
import type { Socket } from 'node:net'
import type { RealEndpoint } from '../runtime/address-book.ts'
import { ChunkedDecoder } from './chunked-decoder.ts'
import { parseResponseHead } from './response-head.ts'
import type { ResponseHead } from './response-head.ts'

/** Why there is no (whole) answer. `stale`: a kept connection ended before it carried one byte of the answer. */
export type Failure = 'refused' | 'stale' | 'reset' | 'malformed' | 'timeout'

/** Who waits for an answer. */
export interface Receiver {
  head(head: ResponseHead): void
  /** A part of the body; `last` with the end of it. False = stop reading until `resume`. */
  data(chunk: Buffer | undefined, last: boolean): boolean
  /** The target changed protocols: from now on the socket is the receiver's. */
  upgrade(head: string, socket: Socket, rest: Buffer): void
  fail(failure: Failure): void
}

/** AWS's limit for the head of an answer. */
const MAX_HEAD_BYTES = 32 * 1024
const MAX_IDLE = 256
const EMPTY = Buffer.alloc(0)

/** The connections to one target. Node's own client costs three times as much a request, which a load balancer would feel. */
export class UpstreamPool {
  idleMs: number
  #idle: Upstream[] = []
  #all = new Set<Upstream>()
  #closed = false

  constructor(idleMs: number) {
    this.idleMs = idleMs
  }

  /** A kept connection, the last used first, or a new one. */
  acquire(real: RealEndpoint, onlyFresh: boolean): Upstream {
    while (!onlyFresh && this.#idle.length > 0) {
      const kept = this.#idle.pop()
      if (kept?.isUsable(real)) return kept
      kept?.destroy()
    }
    const made = new Upstream(this, real)
    this.#all.add(made)
    return made
  }

  release(connection: Upstream): void {
    if (this.#closed || this.#idle.length >= MAX_IDLE) connection.destroy()
    else this.#idle.push(connection)
  }

  forget(connection: Upstream): void {
    this.#all.delete(connection)
    const at = this.#idle.indexOf(connection)
    if (at >= 0) this.#idle.splice(at, 1)
  }

  /** Keeps no connection any longer; requests under way go on. */
  drain(): void {
    this.#closed = true
    for (const connection of [...this.#idle]) connection.destroy()
  }

  /** Cuts everything. */
  close(): void {
    this.#closed = true
    for (const connection of [...this.#all]) connection.destroy()
  }
}

/** One connection to a target: one request after another. */
class Upstream {
  readonly socket: Socket
  readonly #pool: UpstreamPool
  readonly #real: RealEndpoint
  #receiver: Receiver | undefined
  #isHead = false
  #requestSent = false
  #reused = false
  #keepAlive = true
  #idleUntil = Infinity
  #pending: Buffer = EMPTY
  #phase: 'head' | 'body' = 'head'
  #touched = false
  #remaining = 0
  #chunks: ChunkedDecoder | undefined
  #timedOut = false
  #failed = false
  #connected = false

  constructor(pool: UpstreamPool, real: RealEndpoint) {
    this.#pool = pool
    this.#real = real
    this.socket = connect({ host: real.host, port: real.port, noDelay: true })
    this.socket.setTimeout(pool.idleMs)
    this.socket.once('connect', () => (this.#connected = true))
    this.socket.on('data', this.#onData)
    this.socket.on('timeout', this.#onTimeout)
    // 'close' follows and says what became of the request.
    this.socket.on('error', () => (this.#failed = true))
    this.socket.on('close', this.#onClose)
  }

  isUsable(real: RealEndpoint): boolean {
    return (
      !this.socket.destroyed &&
      !this.socket.readableEnded &&
      real.port === this.#real.port &&
      real.host === this.#real.host &&
      Date.now() < this.#idleUntil
    )
  }

  /** Sends the head of a request; a body follows by `write` and `finish`. */
  start(head: string, { isHead, hasBody }: { isHead: boolean; hasBody: boolean }, receiver: Receiver): void {
    this.#receiver = receiver
    this.#isHead = isHead
    this.#requestSent = !hasBody
    this.#phase = 'head'
    this.#touched = false
    this.socket.write(head, 'latin1')
  }

  write(chunk: Buffer | string): boolean {
    return this.socket.write(chunk, 'latin1')
  }

  /** The request's body is complete. */
  finish(): void {
    this.#requestSent = true
  }

  pause(): void {
    this.socket.pause()
  }

  resume(): void {
    this.socket.resume()
  }

  /** Nobody waits any more. */
  abandon(): void {
    this.#receiver = undefined
    this.destroy()
  }

  destroy(): void {
    this.socket.destroy()
  }

  readonly #onData = (bytes: Buffer): void => {
    if (!this.#receiver) {
      // Nothing was asked: whatever this is, the connection cannot be trusted with the next request.
      this.destroy()
      return
    }
    this.#touched = true
    if (this.#phase === 'body') this.#body(bytes)
    else this.#head(this.#pending.length > 0 ? Buffer.concat([this.#pending, bytes]) : bytes)
  }

  #head(bytes: Buffer): void {
    const end = bytes.indexOf('\r\n\r\n')
    if (end < 0 || end > MAX_HEAD_BYTES) {
      this.#pending = bytes
      if (bytes.length > MAX_HEAD_BYTES) this.#fail('malformed')
      return
    }
    this.#pending = EMPTY
    const text = bytes.toString('latin1', 0, end)
    const head = parseResponseHead(text)
    const rest = bytes.subarray(end + 4)
    if (!head) {
      this.#fail('malformed')
    } else if (head.status === 101) {
      this.#hijack(text, rest)
    } else if (head.status < 200) {
      // An interim answer such as 103: the real one follows.
      if (rest.length > 0) this.#head(rest)
    } else {
      this.#begin(head, rest)
    }
  }

  #begin(head: ResponseHead, rest: Buffer): void {
    const none = this.#isHead || head.status === 204 || head.status === 304
    this.#keepAlive = head.keepAlive && (none || head.framing !== 'close')
    this.#idleUntil =
      head.keepAliveMs === undefined ? Infinity : Date.now() + Math.max(0, head.keepAliveMs - 1000)
    this.#phase = 'body'
    this.#chunks = undefined
    this.#remaining = -1
    if (none) this.#remaining = 0
    else if (head.framing === 'chunked') this.#chunks = new ChunkedDecoder()
    else if (head.framing !== 'close') this.#remaining = head.framing
    this.#receiver?.head(head)
    if (this.#remaining === 0) this.#end(undefined, rest.length)
    else if (rest.length > 0) this.#body(rest)
  }

  #body(bytes: Buffer): void {
    if (this.#chunks) {
      const decoder = this.#chunks
      let flowing = true
      const ended = decoder.decode(bytes, data => {
        if (this.#receiver && !this.#receiver.data(data, false)) flowing = false
      })
      if (ended === undefined) this.#fail('malformed')
      else if (ended) this.#end(undefined, decoder.rest)
      else if (!flowing) this.pause()
    } else if (this.#remaining < 0) {
      if (!this.#receiver?.data(bytes, false)) this.pause()
    } else if (bytes.length < this.#remaining) {
      this.#remaining -= bytes.length
      if (!this.#receiver?.data(bytes, false)) this.pause()
    } else {
      this.#end(
        bytes.length === this.#remaining ? bytes : bytes.subarray(0, this.#remaining),
        bytes.length - this.#remaining,
      )
    }
  }

  #end(lastData: Buffer | undefined, surplus: number): void {
    const receiver = this.#receiver
    this.#receiver = undefined
    const reusable = this.#keepAlive && this.#requestSent && surplus === 0
    if (reusable) {
      this.#reused = true
      this.#phase = 'head'
      this.#pool.release(this)
    }
    receiver?.data(lastData, true)
    if (reusable) this.resume()
    else this.destroy()
  }

  #hijack(head: string, rest: Buffer): void {
    const receiver = this.#receiver
    this.#receiver = undefined
    this.#pool.forget(this)
    this.socket.setTimeout(0)
    this.socket.removeListener('data', this.#onData)
    this.socket.removeListener('timeout', this.#onTimeout)
    this.socket.removeListener('close', this.#onClose)
    receiver?.upgrade(head, this.socket, rest)
  }

  #fail(failure: Failure): void {
    const receiver = this.#receiver
    this.#receiver = undefined
    this.destroy()
    receiver?.fail(failure)
  }

  readonly #onTimeout = (): void => {
    this.#timedOut = true
    this.destroy()
  }

  readonly #onClose = (): void => {
    this.#pool.forget(this)
    const receiver = this.#receiver
    this.#receiver = undefined
    if (!receiver) return
    const untilClose = this.#phase === 'body' && this.#remaining < 0 && !this.#chunks
    if (this.#timedOut) receiver.fail('timeout')
    else if (untilClose && !this.#failed) receiver.data(undefined, true)
    else if (!this.#connected) receiver.fail('refused')
    else receiver.fail(this.#reused && !this.#touched ? 'stale' : 'reset')
  }
}

export type { Upstream }
