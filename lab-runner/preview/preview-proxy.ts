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
import { type AppTarget, authorityOf, findAppTarget } from './app-target.ts'

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

/** Which session's site, and whether by its test listener. */
export interface PreviewOf {
  token: string
  test: boolean
}

/** Shows the learner's site in a frame, as an origin of its own whose name nobody guesses. */
export interface PreviewProxy {
  request(preview: PreviewOf, request: IncomingMessage, response: ServerResponse): Promise<void>
  upgrade(preview: PreviewOf, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>
}

export function createPreviewProxy(deps: {
  accounts: Accounts
  log: Logger
  maps: Maps
  sessions: Sessions
}): PreviewProxy {
  const targets = new Map<string, { at: number; target: Promise<AppTarget | null> }>()

  async function find({ token, test }: PreviewOf): Promise<AppTarget | null> {
    const session = await deps.sessions.byPreviewToken(token)
    return session ? findAppTarget(deps, session, { test }) : null
  }

  /** A page brings many requests: the load balancer is looked up once for them. */
  function targetOf(preview: PreviewOf): Promise<AppTarget | null> {
    const key = `${preview.test ? 'test.' : ''}${preview.token}`
    const known = targets.get(key)
    if (known && Date.now() - known.at < TARGET_MS) return known.target
    if (targets.size > 1_000) targets.clear()
    const target = find(preview)
    targets.set(key, { at: Date.now(), target })
    return target
  }

  return {
    async request(preview, request, response) {
      const target = await targetOf(preview).catch((error: unknown) => {
        deps.log.info({ err: error }, 'preview without a load balancer')
        return null
      })
      if (!target) {
        sendPage(
          response,
          503,
          preview.test ? 'There is no test listener now.' : 'There is no load balancer with a listener yet.',
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

    async upgrade(preview, request, socket, head) {
      const target = await targetOf(preview).catch(() => null)
      if (!target) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\r\n')
        return
      }
      const { proxy, host, port } = target
      const upstream = connect(Number(proxy ? proxy.port || 80 : port), proxy?.hostname ?? host)
      const end = () => {
        upstream.destroy()
        socket.destroy()
      }
      upstream.on('error', end).on('close', end)
      socket.on('error', end).on('close', end)
      upstream.on('connect', () => {
        const headers = {
          ...forwarded(request.headers, target),
          connection: 'Upgrade',
          upgrade: request.headers.upgrade,
        }
        const lines = Object.entries(headers).flatMap(([name, value]) =>
          [value ?? []].flat().map(one => `${name}: ${one}`),
        )
        const path = proxy ? `http://${authorityOf(target)}${request.url ?? '/'}` : request.url
        upstream.write(`${request.method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
        upstream.write(head)
        upstream.pipe(socket).pipe(upstream)
      })
    },
  }
}

function requestOptions(target: AppTarget, request: IncomingMessage): RequestOptions {
  const { host, proxy, port } = target
  return {
    method: request.method,
    host: proxy?.hostname ?? host,
    port: proxy ? proxy.port || 80 : port,
    path: proxy ? `http://${authorityOf(target)}${request.url ?? '/'}` : request.url,
    headers: forwarded(request.headers, target),
  }
}

/** The request's headers for the learner's site: all but the workshop's cookie and those of the connection. */
function forwarded(headers: IncomingHttpHeaders, target: AppTarget): IncomingHttpHeaders {
  const cookies = (headers.cookie ?? '')
    .split(';')
    .map(cookie => cookie.trim())
    .filter(cookie => cookie !== '' && cookie.split('=', 1)[0] !== COOKIE)
  const { cookie: _workshop, ...rest } = withoutHopByHop(headers)
  return {
    ...rest,
    ...target.headers,
    host: authorityOf(target),
    ...(cookies.length > 0 ? { cookie: cookies.join('; ') } : {}),
  }
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
