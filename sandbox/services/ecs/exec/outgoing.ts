import { randomUUID } from 'node:crypto'
import { encodeMessage, PAYLOAD } from './agent-message.ts'

interface Sent {
  sequenceNumber: number
  bytes: Buffer
  /** Undefined: it waits for its turn. */
  sentAt?: number
  attempts: number
}

/** Bytes of output in a message, as Session Manager's agent sends them. */
const LARGEST_PAYLOAD = 1024
/** Messages that may be under way without the client's acknowledgement. */
const WINDOW = 64
/** From so many messages that wait the command has to wait too, until there are so few. */
const TOO_MANY = 1024
const FEW = 128
const RESEND_EVERY_MS = 100
const FIRST_TIMEOUT_MS = 200
const LONGEST_TIMEOUT_MS = 1000
/** As long as the plugin itself tries. */
const GIVE_UP_AFTER_MS = 5 * 60_000

/**
 * The stream to the client: messages in order, each sent again until it is acknowledged. A client does not acknowledge what comes
 * before it is ready to show it.
 */
export class Outgoing {
  readonly #send: (bytes: Buffer) => void
  readonly #flow: { full: () => void; free: () => void; lost: () => void }
  readonly #timer: NodeJS.Timeout
  #messages: Sent[] = []
  #next = 0
  #isFull = false
  #left: Buffer = Buffer.alloc(0)
  #drained: (() => void)[] = []

  /** `flow` hears when output has to wait, when it may go on, and when the client never answers. */
  constructor(send: (bytes: Buffer) => void, flow: { full: () => void; free: () => void; lost: () => void }) {
    this.#send = send
    this.#flow = flow
    this.#timer = setInterval(() => this.#resend(), RESEND_EVERY_MS)
  }

  /** Queues output, in pieces that do not cut a character in two. */
  output(bytes: Buffer): void {
    let rest = this.#left.length > 0 ? Buffer.concat([this.#left, bytes]) : bytes
    while (rest.length > 0) {
      const end = wholeCharacters(rest.subarray(0, LARGEST_PAYLOAD))
      if (end === 0) break
      this.push(PAYLOAD.output, rest.subarray(0, end))
      rest = rest.subarray(end)
    }
    this.#left = rest
  }

  push(payloadType: number, payload: Buffer): void {
    const sequenceNumber = this.#next++
    const bytes = encodeMessage({
      messageType: 'output_stream_data',
      schemaVersion: 1,
      createdDate: Date.now(),
      sequenceNumber,
      flags: sequenceNumber === 0 ? 1 : 0,
      messageId: randomUUID(),
      ...{ payloadType, payload },
    })
    this.#messages.push({ sequenceNumber, bytes, attempts: 0 })
    this.#advance()
    if (!this.#isFull && this.#messages.length > TOO_MANY) {
      this.#isFull = true
      this.#flow.full()
    }
  }

  acknowledge(sequenceNumber: number): void {
    const index = this.#messages.findIndex(
      message => message.sequenceNumber === sequenceNumber && message.sentAt !== undefined,
    )
    if (index === -1) return
    this.#messages.splice(index, 1)
    this.#advance()
    if (this.#isFull && this.#messages.length < FEW) {
      this.#isFull = false
      this.#flow.free()
    }
    if (this.#messages.length === 0) for (const resolve of this.#drained.splice(0)) resolve()
  }

  /** Sends what is left and waits until all is acknowledged, or for so long. */
  async drain(ms: number): Promise<void> {
    if (this.#left.length > 0) this.push(PAYLOAD.output, this.#left)
    this.#left = Buffer.alloc(0)
    if (this.#messages.length === 0) return
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>(resolve => {
      this.#drained.push(resolve)
      timer = setTimeout(resolve, ms)
    })
    clearTimeout(timer)
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#messages = []
    for (const resolve of this.#drained.splice(0)) resolve()
  }

  #advance(): void {
    for (const message of this.#messages.slice(0, WINDOW)) {
      if (message.sentAt === undefined) this.#transmit(message)
    }
  }

  /** The first that is missing holds up all others, so it alone is sent again. */
  #resend(): void {
    const [first] = this.#messages
    if (!first) return
    const timeout = Math.min(LONGEST_TIMEOUT_MS, FIRST_TIMEOUT_MS * 2 ** Math.max(0, first.attempts - 1))
    if (Date.now() - (first.sentAt ?? 0) < timeout) return
    if (first.attempts > GIVE_UP_AFTER_MS / LONGEST_TIMEOUT_MS) this.#flow.lost()
    else this.#transmit(first)
  }

  #transmit(message: Sent): void {
    message.sentAt = Date.now()
    message.attempts++
    this.#send(message.bytes)
  }
}

/** How many bytes from the start end with a whole character; all of them where it is no UTF-8. */
function wholeCharacters(bytes: Buffer): number {
  let start = bytes.length - 1
  while (start > 0 && bytes.length - start < 4 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--
  const lead = bytes[start] ?? 0
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1
  return start + length > bytes.length && length > 1 ? start : bytes.length
}
