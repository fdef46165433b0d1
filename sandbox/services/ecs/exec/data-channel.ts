import { randomUUID } from 'node:crypto'
import type { Terminal } from '../../../runtime/runtime.ts'
import { decodeMessage, encodeMessage, PAYLOAD } from './agent-message.ts'
import type { AgentMessage } from './agent-message.ts'
import { Outgoing } from './outgoing.ts'

/** The socket of a client whose token was right. */
export interface Peer {
  send(data: Buffer): void
  close(): void
}

/** What a data channel belongs to. */
export interface ChannelOptions {
  sessionId: string
  /** Session Manager's name of the container, such as `ecs:lab_<task>_<runtime id>`. */
  target: string
  peer: Peer
  open(size: { columns: number; rows: number }): Promise<Terminal>
  /** Hears all output, for the session's log. */
  record(bytes: Buffer): void
  /** Called once, when the channel has ended for whatever reason. */
  ended(): void
}

/** The agent's version that clients see: plugins use what it says an agent of that age can do. */
const AGENT_VERSION = '3.3.1957.0'
const SESSION_TYPE = 'InteractiveCommands'
const TERMINATE_SESSION = 2
const SUCCESS = 1
/** Messages that came before their turn. */
const MOST_EARLY = 1000
/** Until a client is ready to show what a command wrote that ended at once. */
const DRAIN_MS = 5_000

/**
 * The agent's side of Session Manager's data channel, once the client has sent its token: handshake, then keys and sizes one way and
 * output the other, every message acknowledged. Behaviour: AWS's public session-manager-plugin (datachannel/streaming.go).
 */
export class DataChannel {
  readonly #options: ChannelOptions
  readonly #outgoing: Outgoing
  readonly #early = new Map<number, AgentMessage>()
  readonly #began = Date.now()
  #expected = 0
  #state: 'handshake' | 'opening' | 'open' | 'closing' | 'closed' = 'handshake'
  #terminal: Terminal | undefined
  #size = { columns: 80, rows: 24 }
  #typedEarly: Buffer[] = []
  /** When something last came or went, for the time-out of an idle session. */
  lastActive = Date.now()

  constructor(options: ChannelOptions) {
    this.#options = options
    const { peer } = options
    this.#outgoing = new Outgoing(bytes => peer.send(bytes), {
      full: () => this.#terminal?.pause(),
      free: () => this.#terminal?.resume(),
      lost: () => void this.close('The client acknowledges nothing.'),
    })
    this.#sendControl('start_publication', 0, Buffer.alloc(0))
    const request = {
      AgentVersion: AGENT_VERSION,
      RequestedClientActions: [
        { ActionType: 'SessionType', ActionParameters: { SessionType: SESSION_TYPE, Properties: null } },
      ],
    }
    this.#outgoing.push(PAYLOAD.handshakeRequest, json(request))
  }

  /** Takes a binary message of the client. What is no message of the protocol is passed over, as the agent does. */
  receive(bytes: Buffer): void {
    const message = decodeMessage(bytes)
    if (!message || this.#state === 'closed') return
    this.lastActive = Date.now()
    if (message.messageType === 'acknowledge') this.#acknowledged(message)
    else if (message.messageType === 'input_stream_data') this.#input(message)
    else if (message.messageType === 'pause_publication') this.#terminal?.pause()
    else if (message.messageType === 'start_publication') this.#terminal?.resume()
  }

  /** Lets the client have what is left, tells it that the channel is closed, with a reason if there is one, and hangs up. */
  async close(reason = ''): Promise<void> {
    if (this.#state === 'closing' || this.#state === 'closed') return
    this.#state = 'closing'
    await this.#outgoing.drain(DRAIN_MS)
    this.hangUp(reason)
  }

  /** The client has gone. */
  gone(): void {
    this.#end()
  }

  /** Ends it now: what the client has not acknowledged is lost. */
  hangUp(reason: string): void {
    if (!this.#end()) return
    const { sessionId, target, peer } = this.#options
    const closed = {
      MessageId: randomUUID(),
      CreatedDate: String(Date.now()),
      DestinationId: target,
      SessionId: sessionId,
      MessageType: 'channel_closed',
      SchemaVersion: 1,
      Output: reason,
    }
    this.#sendControl('channel_closed', 0, json(closed))
    peer.close()
  }

  #end(): boolean {
    if (this.#state === 'closed') return false
    this.#state = 'closed'
    this.#outgoing.stop()
    this.#options.ended()
    return true
  }

  #acknowledged({ payload }: AgentMessage): void {
    const { AcknowledgedMessageSequenceNumber: number } = parse(payload)
    if (typeof number === 'number') this.#outgoing.acknowledge(number)
  }

  #input(message: AgentMessage): void {
    const { sequenceNumber } = message
    if (sequenceNumber > this.#expected && this.#early.size >= MOST_EARLY) return
    this.#sendAcknowledge(message)
    // One that was taken already came again because its acknowledgement was late.
    if (sequenceNumber < this.#expected) return
    this.#early.set(sequenceNumber, message)
    for (let next = this.#early.get(this.#expected); next; next = this.#early.get(this.#expected)) {
      this.#early.delete(this.#expected++)
      this.#take(next)
    }
  }

  #take({ payloadType, payload }: AgentMessage): void {
    if (payloadType === PAYLOAD.handshakeResponse) this.#shakenHands(payload)
    else if (payloadType === PAYLOAD.size) this.#resize(payload)
    else if (payloadType === PAYLOAD.output) this.#type(payload)
    else if (payloadType === PAYLOAD.flag && payload.length === 4) {
      if (payload.readUInt32BE(0) === TERMINATE_SESSION) void this.close()
    }
  }

  #shakenHands(payload: Buffer): void {
    if (this.#state !== 'handshake') return
    const { ProcessedClientActions: actions } = parse(payload)
    const failed = (
      Array.isArray(actions) ? (actions as { ActionStatus?: number; Error?: string }[]) : []
    ).find(({ ActionStatus }) => ActionStatus !== SUCCESS)
    if (failed)
      return void this.close(`Handshake with the client failed: ${failed.Error ?? 'no reason given'}`)
    const complete = { HandshakeTimeToComplete: (Date.now() - this.#began) * 1e6, CustomerMessage: '' }
    this.#outgoing.push(PAYLOAD.handshakeComplete, json(complete))
    void this.#open()
  }

  #resize(payload: Buffer): void {
    const { cols, rows } = parse(payload)
    if (!isSize(cols) || !isSize(rows)) return
    this.#size = { columns: cols, rows }
    this.#terminal?.resize(cols, rows)
    this.#withoutHandshake()
  }

  #type(payload: Buffer): void {
    if (this.#terminal) this.#terminal.write(payload)
    else if (this.#typedEarly.length < MOST_EARLY) this.#typedEarly.push(payload)
    this.#withoutHandshake()
  }

  /** A client that sends keys or its size knows of no handshake: the agent goes on without one. */
  #withoutHandshake(): void {
    if (this.#state === 'handshake') void this.#open()
  }

  async #open(): Promise<void> {
    this.#state = 'opening'
    const size = this.#size
    try {
      const terminal = await this.#options.open(size)
      terminal.onOutput(bytes => {
        this.lastActive = Date.now()
        this.#options.record(bytes)
        this.#outgoing.output(bytes)
      })
      terminal.onEnd(() => void this.close())
      if (this.#isOver()) return
      this.#terminal = terminal
      this.#state = 'open'
      if (this.#size !== size) terminal.resize(this.#size.columns, this.#size.rows)
      for (const bytes of this.#typedEarly.splice(0)) terminal.write(bytes)
    } catch (error) {
      await this.close(`The command could not be started: ${(error as Error).message}`)
    }
  }

  /** The client may have gone while the command was being started. */
  #isOver(): boolean {
    return this.#state === 'closing' || this.#state === 'closed'
  }

  #sendAcknowledge({ messageType, messageId, sequenceNumber }: AgentMessage): void {
    const content = {
      AcknowledgedMessageType: messageType,
      AcknowledgedMessageId: messageId,
      AcknowledgedMessageSequenceNumber: sequenceNumber,
      IsSequentialMessage: true,
    }
    this.#sendControl('acknowledge', 3, json(content))
  }

  #sendControl(messageType: string, flags: number, payload: Buffer): void {
    this.#options.peer.send(
      encodeMessage({
        ...{ messageType, flags, payload, payloadType: 0, sequenceNumber: 0, schemaVersion: 1 },
        ...{ createdDate: Date.now(), messageId: randomUUID() },
      }),
    )
  }
}

function json(value: object): Buffer {
  return Buffer.from(JSON.stringify(value))
}

function parse(payload: Buffer): Record<string, unknown> {
  try {
    const value = JSON.parse(payload.toString('utf8')) as unknown
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 1000
}
