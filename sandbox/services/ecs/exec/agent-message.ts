import { createHash } from 'node:crypto'

/**
 * What goes over Session Manager's data channel, in both directions. Layout: AWS's public session-manager-plugin
 * (message/clientmessage.go); all numbers are big-endian.
 */
export interface AgentMessage {
  messageType: string
  schemaVersion: number
  /** Milliseconds since the epoch. */
  createdDate: number
  sequenceNumber: number
  /** Bit 0: first of the stream; bit 1: last. */
  flags: number
  /** A UUID. */
  messageId: string
  payloadType: number
  payload: Buffer
}

/** What the payload of a stream's message is. */
export const PAYLOAD = {
  output: 1,
  size: 3,
  handshakeRequest: 5,
  handshakeResponse: 6,
  handshakeComplete: 7,
  flag: 10,
} as const

const AT = {
  messageType: 4,
  schemaVersion: 36,
  createdDate: 40,
  sequenceNumber: 48,
  flags: 56,
  messageId: 64,
  payloadDigest: 80,
  payloadType: 112,
  payloadLength: 116,
} as const

/** Bytes of the header, which does not count the payload's length behind it. */
const HEADER_LENGTH = AT.payloadLength
const PAYLOAD_AT = HEADER_LENGTH + 4

/** The message as bytes. */
export function encodeMessage(message: AgentMessage): Buffer {
  const { payload } = message
  const bytes = Buffer.alloc(PAYLOAD_AT + payload.length)
  bytes.writeUInt32BE(HEADER_LENGTH, 0)
  bytes.write(message.messageType.padEnd(32), AT.messageType, 32, 'utf8')
  bytes.writeUInt32BE(message.schemaVersion, AT.schemaVersion)
  bytes.writeBigUInt64BE(BigInt(message.createdDate), AT.createdDate)
  bytes.writeBigInt64BE(BigInt(message.sequenceNumber), AT.sequenceNumber)
  bytes.writeBigUInt64BE(BigInt(message.flags), AT.flags)
  const id = Buffer.from(message.messageId.replaceAll('-', ''), 'hex')
  // The half that comes last in its text comes first here.
  id.copy(bytes, AT.messageId, 8, 16)
  id.copy(bytes, AT.messageId + 8, 0, 8)
  createHash('sha256').update(payload).digest().copy(bytes, AT.payloadDigest)
  bytes.writeUInt32BE(message.payloadType, AT.payloadType)
  bytes.writeUInt32BE(payload.length, AT.payloadLength)
  payload.copy(bytes, PAYLOAD_AT)
  return bytes
}

/**
 * The message of these bytes; undefined when they are none. The digest is not compared: clients are around that write another one
 * there, and AWS lets them.
 */
export function decodeMessage(bytes: Buffer): AgentMessage | undefined {
  if (bytes.length < PAYLOAD_AT) return undefined
  const headerLength = bytes.readUInt32BE(0)
  const payloadLength = bytes.readUInt32BE(AT.payloadLength)
  if (headerLength !== HEADER_LENGTH || bytes.length !== PAYLOAD_AT + payloadLength) return undefined
  const id = Buffer.concat([
    bytes.subarray(AT.messageId + 8, AT.messageId + 16),
    bytes.subarray(AT.messageId, AT.messageId + 8),
  ])
  return {
    // Some pad with blanks, some with zeros, before it or behind it.
    messageType: bytes.toString('utf8', AT.messageType, AT.schemaVersion).replaceAll('\0', '').trim(),
    schemaVersion: bytes.readUInt32BE(AT.schemaVersion),
    createdDate: Number(bytes.readBigUInt64BE(AT.createdDate)),
    sequenceNumber: Number(bytes.readBigInt64BE(AT.sequenceNumber)),
    flags: Number(bytes.readBigUInt64BE(AT.flags)),
    messageId: id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    payloadType: bytes.readUInt32BE(AT.payloadType),
    payload: bytes.subarray(PAYLOAD_AT),
  }
}
