import {
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestOptions,
  type ServerResponse,
} from 'node:http'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Logger } from 'pino'
import type { Accounts } from '../accounts/accounts.ts'
import { COOKIE } from '../accounts/sign-in.ts'
import { errorPage } from '../security/error-page.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { Maps } from '../map/maps.ts'
import { type AppTarget, findAppTarget } from './app-target.ts'

const TIMEOUT_MS = 60_000
const TARGET_MS = 2_000
/** Of one connection only, RFC 9110 section 7.6.1. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/** Shows the learner's site in a frame, as an origin of its own whose name nobody guesses. */
export interface PreviewProxy {
  request(token: string, request: IncomingMessage, response: ServerResponse): Promise<void>
  upgrade(token: string, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>
}

export function createPreviewProxy(deps: {
  accounts: Accounts
  log: Logger
  maps: Maps
  sessions: Sessions
}): PreviewProxy {
  const targets = new Map<string, { at: number; target: Promise<AppTarget | null> }>()

  async function find(token: string): Promise<AppTarget | null> {
    const session = await deps.sessions.byPreviewToken(token)
    return session ? findAppTarget(deps, session) : null
  }

  /** A page brings many requests: the load balancer is looked up once for them. */
  function targetOf(token: string): Promise<AppTarget | null> {
    const known = targets.get(token)
    if (known && Date.now() - known.at < TARGET_MS) return known.target
    if (targets.size > 1_000) targets.clear()
    const target = find(token)
    targets.set(token, { at: Date.now(), target })
    return target
  }

  return {
    async request(token, request, response) {
      const target = await targetOf(token).catch((error: unknown) => {
        deps.log.info({ err: error }, 'preview without a load balancer')
        return null
      })
      if (!target) {
        sendPage(
          response,
          503,
          'There is no load balancer with a listener yet.',
          'Go on with the lab: the site appears here as soon as it answers.',
        )
        return
      }
      const upstream = httpRequest(requestOptions(target, request), answer => {
        response.writeHead(answer.statusCode ?? 502, withoutHopByHop(answer.headers))
        answer.pipe(response)
      })
      upstream.setTimeout(TIMEOUT_MS, () => upstream.destroy(new Error('no answer in time')))
      upstream.on('error', error => {
        deps.log.info({ err: error }, 'preview target does not answer')
        if (response.headersSent) response.destroy()
        else
          sendPage(
            response,
            502,
            'The load balancer does not answer.',
            'Wait a moment and reload; look at the Map for the state of its targets.',
          )
      })
      response.on('close', () => upstream.destroy())
      request.pipe(upstream)
    },

    async upgrade(token, request, socket, head) {
      const target = await targetOf(token).catch(() => null)
      if (!target) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\r\n')
        return
      }
      const { proxy, host } = target
      const upstream = connect(Number(proxy?.port || 80), proxy?.hostname ?? host)
      const end = () => {
        upstream.destroy()
        socket.destroy()
      }
      upstream.on('error', end).on('close', end)
      socket.on('error', end).on('close', end)
      upstream.on('connect', () => {
        const headers = {
          ...forwarded(request.headers, host),
          connection: 'Upgrade',
          upgrade: request.headers.upgrade,
        }
        const lines = Object.entries(headers).flatMap(([name, value]) =>
          [value ?? []].flat().map(one => `${name}: ${one}`),
        )
        const path = proxy ? `http://${host}${request.url ?? '/'}` : request.url
        upstream.write(`${request.method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
        upstream.write(head)
        upstream.pipe(socket).pipe(upstream)
      })
    },
  }
}

function requestOptions({ host, proxy }: AppTarget, request: IncomingMessage): RequestOptions {
  return {
    method: request.method,
    host: proxy?.hostname ?? host,
    port: proxy?.port || 80,
    path: proxy ? `http://${host}${request.url ?? '/'}` : request.url,
    headers: forwarded(request.headers, host),
  }
}

/** The request's headers for the learner's site: all but the workshop's cookie and those of the connection. */
function forwarded(headers: IncomingHttpHeaders, host: string): IncomingHttpHeaders {
  const cookies = (headers.cookie ?? '')
    .split(';')
    .map(cookie => cookie.trim())
    .filter(cookie => cookie !== '' && cookie.split('=', 1)[0] !== COOKIE)
  const { cookie: _workshop, ...rest } = withoutHopByHop(headers)
  return { ...rest, host, ...(cookies.length > 0 ? { cookie: cookies.join('; ') } : {}) }
}

function withoutHopByHop(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)))
}

function sendPage(response: ServerResponse, status: number, message: string, next: string) {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    refresh: '3',
  })
  response.end(errorPage({ message, next }))
}
