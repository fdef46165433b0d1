import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { page } from './page.ts'
import type { Task } from './task.ts'
import { colourOf } from './version.ts'

/** What one answered request looks like in the log: a JSON object a line. */
export interface RequestLog {
  time: string
  level: 'info'
  method: string
  path: string
  status: number
  milliseconds: number
  /** The address that asked first, as the load balancer says it. */
  client: string
  version: string
  task: string
}

export interface AppOptions {
  version: string
  task: () => Promise<Task>
  log: (line: RequestLog) => void
}

interface Answer {
  status: number
  type: string
  body: string
  headers?: Record<string, string>
}

const pageHeaders = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
}

/** The demo web server; it answers `/`, `/health` and `/version`. Listening is the caller's. */
export function createApp({ version, task, log }: AppOptions): Server {
  const server = createServer((request, response) => {
    const started = performance.now()
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
    response.once('close', () => {
      void task().then(({ id }) => {
        log({
          time: new Date().toISOString(),
          level: 'info',
          method: request.method ?? '',
          path,
          status: response.statusCode,
          milliseconds: Math.round((performance.now() - started) * 10) / 10,
          client: clientOf(request),
          version,
          task: id,
        })
      })
    })
    void answer(request.method ?? '', path).then(reply =>
      send(server, response, { ...reply, headers: { ...reply.headers, 'x-app-version': version } }),
    )
  })

  async function answer(method: string, path: string): Promise<Answer> {
    if (method !== 'GET' && method !== 'HEAD') {
      return { ...text(405, 'This server answers GET and HEAD only.\n'), headers: { allow: 'GET, HEAD' } }
    }
    if (path === '/health') return text(200, 'ok')
    if (path === '/version') {
      const { id } = await task()
      const body = `${JSON.stringify({ version, colour: colourOf(version), task: id })}\n`
      return { status: 200, type: 'application/json', body }
    }
    if (path === '/') {
      const body = page({ version, colour: colourOf(version), task: await task() })
      return { status: 200, type: 'text/html; charset=utf-8', body, headers: pageHeaders }
    }
    return text(404, `There is no ${path} here. Try /, /health or /version.\n`)
  }

  return server
}

function text(status: number, body: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body }
}

function send(server: Server, response: ServerResponse, { status, type, body, headers }: Answer): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // A server that no longer listens must not invite the next request on this connection.
    ...(server.listening ? {} : { connection: 'close' }),
    ...headers,
  })
  response.end(body)
}

function clientOf(request: IncomingMessage): string {
  const forwarded = request.headers['x-forwarded-for']
  const first = (Array.isArray(forwarded) ? forwarded[0] : forwarded)?.split(',', 1)[0]?.trim()
  return first ?? request.socket.remoteAddress ?? ''
}
