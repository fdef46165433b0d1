import { randomUUID } from 'node:crypto'
import { decodeMessage, encodeMessage, PAYLOAD } from '../agent-message.ts'
import type { AgentMessage } from '../agent-message.ts'

/** How a client of a test behaves. */
export interface PluginOptions {
  send(bytes: Buffer): void
  /** Whether it acknowledges a message; as a rule all. */
  acknowledges?: (message: AgentMessage) => boolean
  /** `ActionStatus` of what the handshake asks for: 1 success, 2 failed, 3 unsupported. */
  actionStatus?: number
}

/** What the session-manager-plugin does on a data channel: handshake, order, acknowledgements. */
export class PluginClient {
  readonly #options: PluginOptions
  readonly #early = new Map<number, AgentMessage>()
  #expected = 0
  #next = 0
  readonly received: AgentMessage[] = []
  output = ''
  closed: { SessionId: string; Output: string; MessageType: string } | undefined

  constructor(options: PluginOptions) {
    this.#options = options
  }

  receive(bytes: Buffer): void {
    const message = decodeMessage(bytes)
    if (!message) throw new Error('The server sent what is no message.')
    this.received.push(message)
    if (message.messageType === 'channel_closed') this.closed = parse(message.payload) as typeof this.closed
    if (message.messageType !== 'output_stream_data') return
    if (!(this.#options.acknowledges?.(message) ?? true)) return
    this.#acknowledge(message)
    if (message.sequenceNumber >= this.#expected) this.#early.set(message.sequenceNumber, message)
    for (let next = this.#early.get(this.#expected); next; next = this.#early.get(this.#expected)) {
      this.#early.delete(this.#expected++)
      if (next.payloadType === PAYLOAD.handshakeRequest) this.#shakeHands(next)
      else if (next.payloadType === PAYLOAD.output) this.output += next.payload.toString('utf8')
    }
  }

  type(text: string): void {
    this.input(PAYLOAD.output, Buffer.from(text))
  }

  resize(cols: number, rows: number): void {
    this.input(PAYLOAD.size, Buffer.from(JSON.stringify({ cols, rows })))
  }

  input(payloadType: number, payload: Buffer, sequenceNumber = this.#next++): void {
    this.#send('input_stream_data', payloadType, payload, sequenceNumber)
  }

  /** Payload types that have come, without what came twice. */
  payloadTypes(): number[] {
    const stream = this.received.filter(({ messageType }) => messageType === 'output_stream_data')
    return [...new Map(stream.map(message => [message.sequenceNumber, message.payloadType])).values()]
  }

  acknowledged(): number[] {
    return this.received
      .filter(({ messageType }) => messageType === 'acknowledge')
      .map(({ payload }) => parse(payload)['AcknowledgedMessageSequenceNumber'] as number)
  }

  #shakeHands({ payload }: AgentMessage): void {
    const { RequestedClientActions: actions } = parse(payload)
    const processed = (actions as { ActionType: string }[]).map(({ ActionType }) => ({
      ActionType,
      ActionStatus: this.#options.actionStatus ?? 1,
      ActionResult: null,
      Error: this.#options.actionStatus === undefined ? '' : 'Unsupported action',
    }))
    const response = { ClientVersion: '1.2.707.0', ProcessedClientActions: processed, Errors: null }
    this.input(PAYLOAD.handshakeResponse, Buffer.from(JSON.stringify(response)))
  }

  #acknowledge({ messageType, messageId, sequenceNumber }: AgentMessage): void {
    const content = {
      AcknowledgedMessageType: messageType,
      AcknowledgedMessageId: messageId,
      AcknowledgedMessageSequenceNumber: sequenceNumber,
      IsSequentialMessage: true,
    }
    this.#send('acknowledge', 0, Buffer.from(JSON.stringify(content)), 0)
  }

  #send(messageType: string, payloadType: number, payload: Buffer, sequenceNumber: number): void {
    const message = { messageType, payloadType, payload, sequenceNumber, schemaVersion: 1, flags: 0 }
    this.#options.send(encodeMessage({ ...message, createdDate: Date.now(), messageId: randomUUID() }))
  }
}

function parse(payload: Buffer): Record<string, unknown> {
  return JSON.parse(payload.toString('utf8')) as Record<string, unknown>
}
