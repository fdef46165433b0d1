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
 * The head of the request for the target, headers in their order and case: without those of the one connection (RFC 9110, 7.6.1), with
 * X-Forwarded-For, -Proto, -Port and X-Amzn-Trace-Id.
 */
export function requestHead(
  request: IncomingMessage,
  target: string,
  forwarded: Forwarded,
  upgrade: boolean,
): string {
  const raw = request.rawHeaders
  const nominated = nominatedHeaders(request.headers.connection)
  const method = request.method ?? 'GET'
  let head = `${method} ${target} HTTP/1.1\r\n`
  let forwardedFor = ''
  let trace = ''
  let hasHost = false
  let hasLength = false
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
        if (DROPPED.has(name.toLowerCase())) continue
        break
      case 4:
        if (name.toLowerCase() === 'host') hasHost = true
        break
      case 14:
        if (name.toLowerCase() === 'content-length') hasLength = true
        break
      case 15: {
        const lower = name.toLowerCase()
        if (lower === 'x-forwarded-for') {
          forwardedFor = forwardedFor ? `${forwardedFor}, ${value}` : value
          continue
        }
        if (lower === 'x-amzn-trace-id') {
          trace = value
          continue
        }
        break
      }
      case 17: {
        const lower = name.toLowerCase()
        if (lower === 'x-forwarded-proto') continue
        if (lower === 'transfer-encoding') {
          hasLength = true
          head += 'Transfer-Encoding: chunked\r\n'
          continue
        }
        break
      }
    }
    if (nominated && nominated.has(name.toLowerCase())) continue
    head += `${name}: ${value}\r\n`
  }
  // HTTP/1.0 clients need not send a Host.
  if (!hasHost) head += 'Host: localhost\r\n'
  if (!hasLength && (method === 'POST' || method === 'PUT' || method === 'PATCH'))
    head += 'Content-Length: 0\r\n'
  head += forwardedForLine(request, forwarded, forwardedFor)
  head += `X-Forwarded-Proto: ${forwarded.protocol}\r\nX-Forwarded-Port: ${forwarded.port}\r\nX-Amzn-Trace-Id: ${tracedBy(trace)}\r\n`
  return upgrade
    ? `${head}Connection: Upgrade\r\nUpgrade: ${request.headers.upgrade ?? ''}\r\n\r\n`
    : `${head}Connection: keep-alive\r\n\r\n`
}

/** Headers that end here, or that the load balancer sets itself. */
const DROPPED = new Set([
  'te',
  'expect',
  'trailer',
  'upgrade',
  'connection',
  'keep-alive',
  'proxy-connection',
  'x-forwarded-port',
  'proxy-authorization',
])

function forwardedForLine(request: IncomingMessage, { mode, clientPort }: Forwarded, before: string): string {
  if (mode === 'remove') return ''
  if (mode === 'preserve') return before ? `X-Forwarded-For: ${before}\r\n` : ''
  const { remoteAddress = '127.0.0.1', remotePort } = request.socket
  const ip = remoteAddress.startsWith('::ffff:') ? remoteAddress.slice(7) : remoteAddress
  const client = clientPort ? `${ip}:${remotePort}` : ip
  return `X-Forwarded-For: ${before ? `${before}, ` : ''}${client}\r\n`
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

/** The headers that a Connection header names, when it names any but the usual two. */
function nominatedHeaders(connection: string | undefined): Set<string> | undefined {
  if (connection === undefined || connection === 'keep-alive' || connection === 'close') return undefined
  const named = connection
    .toLowerCase()
    .split(',')
    .map(part => part.trim())
  // A client cannot make the load balancer drop what says how long the body is, or whom the request is for.
  return new Set(named.filter(name => name !== 'host' && name !== 'content-length'))
}
