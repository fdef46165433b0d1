import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { RawData, WebSocket } from 'ws'
import type { Sandbox } from '../../../operation.ts'
import type { DataChannel } from './data-channel.ts'
import { execSessionsOf } from './sessions.ts'
import type { ExecSessions } from './sessions.ts'

const PATH = /^\/v1\/data-channel\/([\w-]+)(?:\?|$)/
/** Bytes of a message; the plugin's have 1 KiB of keys at most. */
const LARGEST_MESSAGE = 64 * 1024
const TOKEN_WITHIN_MS = 20_000
const POLICY_VIOLATION = 1008

const servers = new WeakMap<Sandbox, WebSocketServer>()

/** Takes a request for the data channel of a session; false when it is for something else. */
export function acceptDataChannel(
  sandbox: Sandbox,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): boolean {
  const [, id] = PATH.exec(request.url ?? '') ?? []
  if (id === undefined) return false
  const sessions = execSessionsOf(sandbox)
  if (!sessions?.has(id)) {
    socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
    return true
  }
  serverOf(sandbox).handleUpgrade(request, socket, head, webSocket => serve(webSocket, sessions, id))
  return true
}

/** Ends all sessions and hangs up on every client: an HTTP server that closes waits for them. */
export function closeDataChannels(sandbox: Sandbox): void {
  void execSessionsOf(sandbox)?.end()
  for (const client of servers.get(sandbox)?.clients ?? []) client.terminate()
}

function serverOf(sandbox: Sandbox): WebSocketServer {
  let server = servers.get(sandbox)
  if (!server) {
    server = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE, perMessageDeflate: false })
    servers.set(sandbox, server)
  }
  return server
}

function serve(webSocket: WebSocket, sessions: ExecSessions, id: string): void {
  let channel: DataChannel | undefined
  const refuse = (why: string) => webSocket.close(POLICY_VIOLATION, why)
  const late = setTimeout(() => refuse('The token did not come.'), TOKEN_WITHIN_MS)
  webSocket.on('message', (data, isBinary) => {
    if (channel) {
      if (isBinary) channel.receive(bytesOf(data))
      return
    }
    clearTimeout(late)
    const token = isBinary ? undefined : tokenOf(bytesOf(data))
    channel = token === undefined ? undefined : sessions.open(id, token, peerOf(webSocket))
    if (!channel) refuse('The token is not that of the session.')
  })
  webSocket.on('close', () => {
    clearTimeout(late)
    channel?.gone()
  })
  // A message that is too large or malformed: the socket closes by itself.
  webSocket.on('error', () => undefined)
}

function peerOf(webSocket: WebSocket) {
  return {
    send: (data: Buffer) => {
      if (webSocket.readyState === webSocket.OPEN) webSocket.send(data)
    },
    close: () => webSocket.close(),
  }
}

/** The client's first message is JSON: `OpenDataChannelInput`. */
function tokenOf(data: Buffer): string | undefined {
  try {
    const { TokenValue: token } = JSON.parse(data.toString('utf8')) as { TokenValue?: unknown }
    return typeof token === 'string' ? token : undefined
  } catch {
    return undefined
  }
}

function bytesOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data)
}
