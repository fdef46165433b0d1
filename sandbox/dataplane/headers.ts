import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** What the load balancer says of a connection to its targets. */
export interface Forwarded {
  /** The listener's port, not that on this machine. */
  port: number
  protocol: 'http'
  mode: 'append' | 'preserve' | 'remove'
  clientPort: boolean
}

const seed = randomBytes(6).toString('hex')
let count = 0

/** A new id such as 1-67891233-abcdef012345678912345678: seconds, then 24 digits of which half count on. */
function traceId(): string {
  count = (count + 1) % 0xffffffffffff
  const seconds = Math.floor(Date.now() / 1000).toString(16)
  return `1-${seconds}-${seed}${count.toString(16).padStart(12, '0')}`
}

/**
 * The request's headers for the target as a flat list, case and order kept: without those of the one connection (RFC 9110, 7.6.1), with
 * X-Forwarded-For, -Proto, -Port and X-Amzn-Trace-Id.
 */
export function requestHeaders(request: IncomingMessage, forwarded: Forwarded, upgrade: boolean): string[] {
  const raw = request.rawHeaders
  const nominated = nominatedHeaders(request.headers.connection)
  const headers: string[] = []
  let forwardedFor = ''
  let trace = ''
  let hasHost = false
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] as string
    const value = raw[index + 1] as string
    switch (name.length) {
      case 2:
      case 6:
      case 7:
      case 10:
      case 16:
      case 19:
        if (isPerConnection(name) || equals(name, 'expect') || equals(name, 'x-forwarded-port')) continue
        break
      case 4:
        if (equals(name, 'host')) hasHost = true
        break
      case 15:
        if (equals(name, 'x-forwarded-for')) {
          forwardedFor = forwardedFor ? `${forwardedFor}, ${value}` : value
          continue
        }
        if (equals(name, 'x-amzn-trace-id')) {
          trace = value
          continue
        }
        break
      case 17:
        if (equals(name, 'x-forwarded-proto')) continue
        // A body without a length goes on as one; Node takes and gives chunked only.
        if (equals(name, 'transfer-encoding')) {
          headers.push('Transfer-Encoding', 'chunked')
          continue
        }
        break
    }
    if (nominated && nominated.has(name.toLowerCase())) continue
    headers.push(name, value)
  }
  // Strict clients send a Host; HTTP/1.0 ones need not.
  if (!hasHost) headers.push('Host', request.headers.host ?? 'localhost')
  addForwardedFor(headers, request, forwarded, forwardedFor)
  headers.push('X-Forwarded-Proto', forwarded.protocol, 'X-Forwarded-Port', String(forwarded.port))
  headers.push('X-Amzn-Trace-Id', tracedBy(trace))
  if (upgrade) headers.push('Connection', 'Upgrade', 'Upgrade', request.headers.upgrade ?? '')
  return headers
}

function addForwardedFor(
  headers: string[],
  request: IncomingMessage,
  { mode, clientPort }: Forwarded,
  before: string,
): void {
  if (mode === 'remove') return
  if (mode === 'preserve') {
    if (before) headers.push('X-Forwarded-For', before)
    return
  }
  const { remoteAddress = '127.0.0.1', remotePort } = request.socket
  const ip = remoteAddress.startsWith('::ffff:') ? remoteAddress.slice(7) : remoteAddress
  const client = clientPort ? `${ip}:${remotePort}` : ip
  headers.push('X-Forwarded-For', before ? `${before}, ${client}` : client)
}

/** AWS keeps a trace that came with the request and puts its own part before it. */
function tracedBy(before: string): string {
  if (!before) return `Root=${traceId()}`
  const others = before
    .split(';')
    .filter(part => !/^\s*Self=/i.test(part))
    .join(';')
  return `Self=${traceId()};${others}`
}

/** The answer's headers for the client as a flat list, without those of the one connection. */
export function responseHeaders(answer: IncomingMessage): string[] {
  const raw = answer.rawHeaders
  const nominated = nominatedHeaders(answer.headers.connection)
  const headers: string[] = []
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] as string
    if (isPerConnection(name) || equals(name, 'transfer-encoding')) continue
    if (nominated && nominated.has(name.toLowerCase())) continue
    headers.push(name, raw[index + 1] as string)
  }
  return headers
}

/** The headers that a Connection header names, when it names any but the usual two. */
function nominatedHeaders(connection: string | undefined): Set<string> | undefined {
  if (connection === undefined || connection === 'keep-alive' || connection === 'close') return undefined
  // A client cannot make the load balancer drop what says how long the body is, or whom the request is for.
  const kept = new Set(['host', 'content-length', 'transfer-encoding', 'x-forwarded-for'])
  const named = connection
    .toLowerCase()
    .split(',')
    .map(part => part.trim())
  return new Set(named.filter(name => !kept.has(name)))
}

function isPerConnection(name: string): boolean {
  switch (name.length) {
    case 2:
      return equals(name, 'te')
    case 7:
      return equals(name, 'trailer') || equals(name, 'upgrade')
    case 10:
      return equals(name, 'connection') || equals(name, 'keep-alive')
    case 16:
      return equals(name, 'proxy-connection')
    case 19:
      return equals(name, 'proxy-authorization')
    default:
      return false
  }
}

function equals(name: string, lowerCase: string): boolean {
  return name.length === lowerCase.length && (name === lowerCase || name.toLowerCase() === lowerCase)
}
