import { STATUS_CODES } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** Where AWS's words differ from Node's. */
const REASONS: Record<number, string> = {
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
}

/** Such as `503 Service Temporarily Unavailable`. */
export function statusLine(status: number): string {
  return `${status} ${REASONS[status] ?? STATUS_CODES[status] ?? 'Unknown'}`
}

/** The page that a load balancer answers by itself, CRLF lines as AWS sends them. */
export function ownBody(status: number): string {
  const line = statusLine(status)
  return `<html>\r\n<head><title>${line}</title></head>\r\n<body>\r\n<center><h1>${line}</h1></center>\r\n</body>\r\n</html>\r\n`
}

/** Answers with the load balancer's own page for the status. */
export function answer(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
): void {
  send(request, response, status, 'text/html', ownBody(status), headers)
}

/** Answers with a body of the load balancer's own: error pages, redirects, fixed responses. */
export function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string,
  headers: Record<string, string> = {},
): void {
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return
  }
  // What is left of the request's body is read and thrown away, so that the connection can be used again.
  request.resume()
  response.writeHead(status, statusLine(status).slice(4), {
    Server: 'awselb/2.0',
    'Content-Type': contentType,
    'Content-Length': Buffer.byteLength(body),
    ...headers,
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** The same for a connection that Node hands over raw: parse errors and upgrades. */
export function answerRaw(socket: Duplex, status: number): void {
  if (!socket.writable) {
    socket.destroy()
    return
  }
  const body = ownBody(status)
  const head = [
    `HTTP/1.1 ${statusLine(status)}`,
    'Server: awselb/2.0',
    `Date: ${new Date().toUTCString()}`,
    'Content-Type: text/html',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
