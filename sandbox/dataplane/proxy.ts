import { request as httpRequest } from 'node:http'
import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { stickyCookies } from './cookies.ts'
import { countStatus } from './counters.ts'
import { requestHeaders, responseHeaders } from './headers.ts'
import type { LiveTarget } from './live-target.ts'
import type { Choice, Router } from './router.ts'
import type { Incoming } from './rules.ts'

/** How long a load balancer waits for a connection to a target (wall clock: targets do not hurry with the account's time). */
export const CONNECT_TIMEOUT_MS = 10_000

const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])

interface Forwarding {
  request: IncomingMessage
  incoming: Incoming
  choice: Choice
  router: Router
}

interface Exchange extends Forwarding {
  response: ServerResponse
}

/** Sends a request to the chosen target and its answer back, both as streams. */
export function proxyRequest(exchange: Exchange): void {
  exchange.choice.group.counters.requests++
  sendTo(exchange, exchange.choice.target, false)
}

function sendTo(exchange: Exchange, target: LiveTarget, isRetry: boolean): void {
  const { request, response, router, choice } = exchange
  const { counters } = choice.group
  if (target.blocked) {
    const timer = setTimeout(() => router.answer(request, response, 504), CONNECT_TIMEOUT_MS)
    response.once('close', () => clearTimeout(timer))
    return
  }
  const hasBody = bodyFollows(request)
  const upstream = open(exchange, target, isRetry, false)
  if (!upstream) {
    counters.connectionErrors++
    router.answer(request, response, 502)
    return
  }
  const startedAt = performance.now()
  let readBefore = 0
  let answered = false
  let clientGone = false
  let timedOut = false
  target.inFlight++

  upstream.once('socket', socket => (readBefore = socket.bytesRead))
  upstream.once('response', answer => {
    answered = true
    counters.targetLatencyMs += performance.now() - startedAt
    countStatus(counters.targetStatus, answer.statusCode ?? 0)
    countStatus(router.counters.targetStatus, answer.statusCode ?? 0)
    relay(answer, exchange, target)
  })
  upstream.once('timeout', () => {
    timedOut = true
    upstream.destroy(new Error('The target did not answer within the idle timeout'))
  })
  upstream.on('error', () => {
    if (clientGone) return
    if (answered) {
      response.destroy()
      return
    }
    const untouched = upstream.reusedSocket && (upstream.socket?.bytesRead ?? 0) === readBefore
    if (untouched && !isRetry && !timedOut && !hasBody && IDEMPOTENT.has(request.method ?? '')) {
      sendTo(exchange, choice.group.pick(target) ?? target, true)
      return
    }
    counters.connectionErrors++
    router.answer(request, response, timedOut ? 504 : 502)
  })
  upstream.once('close', () => target.inFlight--)
  response.once('close', () => {
    if (response.writableFinished) return
    clientGone = true
    upstream.destroy()
  })
  if (hasBody) request.pipe(upstream)
  else upstream.end()
}

function bodyFollows({ headers }: IncomingMessage): boolean {
  const length = headers['content-length']
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0')
}

/** Undefined when nothing listens there, or the request cannot be written as HTTP. */
function open(
  { request, incoming, router }: Forwarding,
  target: LiveTarget,
  onFreshConnection: boolean,
  upgrade: boolean,
): ClientRequest | undefined {
  const real = target.endpoint()
  if (!real) return undefined
  const headers = requestHeaders(request, router.forwarded, upgrade)
  const method = request.method ?? 'GET'
  if (method !== 'GET' && method !== 'HEAD' && !upgrade && isWithoutLength(request)) {
    headers.push('Content-Length', '0')
  }
  return httpRequest({
    agent: onFreshConnection ? false : target.agent,
    host: real.host,
    port: real.port,
    method,
    path: incoming.query ? `${incoming.path}?${incoming.query}` : incoming.path,
    headers,
    setHost: false,
  })
}

function isWithoutLength({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] === undefined && headers['content-length'] === undefined
}

function relay(answer: IncomingMessage, { response, choice }: Exchange, target: LiveTarget): void {
  const headers = responseHeaders(answer)
  for (const cookie of choice.cookies) headers.push('Set-Cookie', cookie)
  const { stickiness } = choice.group
  if (stickiness?.type === 'app_cookie' && sets(answer, stickiness.name)) {
    for (const cookie of stickyCookies('AWSALBAPP-0', target.cookie, stickiness.durationSeconds)) {
      headers.push('Set-Cookie', cookie)
    }
  }
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage ?? '', headers)
  answer.on('error', () => response.destroy())
  answer.pipe(response)
}

function sets(answer: IncomingMessage, cookie: string): boolean {
  return answer.headers['set-cookie']?.some(line => line.startsWith(`${cookie}=`)) ?? false
}

/** Joins the client's connection to one of the target's, once the target agrees to the upgrade. */
export function proxyUpgrade(forwarding: Forwarding, client: Duplex, head: Buffer): void {
  const { choice, router } = forwarding
  const { target, group } = choice
  group.counters.requests++
  client.on('error', () => client.destroy())
  if (target.blocked) {
    const timer = setTimeout(() => router.answerRaw(client, 504), CONNECT_TIMEOUT_MS)
    client.once('close', () => clearTimeout(timer))
    return
  }
  const upstream = open(forwarding, target, true, true)
  if (!upstream) {
    group.counters.connectionErrors++
    router.answerRaw(client, 502)
    return
  }
  target.inFlight++
  let finished = false
  const finish = () => {
    if (!finished) target.inFlight--
    finished = true
    target.upgraded.delete(client)
  }
  client.once('close', () => {
    upstream.destroy()
    finish()
  })
  upstream.once('upgrade', (answer, socket, targetHead) => {
    countStatus(group.counters.targetStatus, 101)
    target.upgraded.add(client)
    client.write(rawHead(answer, answer.rawHeaders, choice.cookies))
    if (targetHead.length > 0) client.write(targetHead)
    if (head.length > 0) socket.write(head)
    socket.on('error', () => client.destroy())
    socket.once('close', () => client.destroy())
    client.once('close', () => socket.destroy())
    socket.pipe(client)
    client.pipe(socket)
  })
  upstream.once('response', answer => {
    countStatus(group.counters.targetStatus, answer.statusCode ?? 0)
    client.write(rawHead(answer, [...responseHeaders(answer), 'Connection', 'close'], choice.cookies))
    answer.pipe(client)
  })
  upstream.on('error', () => {
    if (client.destroyed) return
    group.counters.connectionErrors++
    router.answerRaw(client, 502)
  })
  upstream.end()
}

function rawHead(answer: IncomingMessage, headers: string[], cookies: string[]): string {
  const lines = [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`]
  for (let index = 0; index < headers.length; index += 2)
    lines.push(`${headers[index]}: ${headers[index + 1]}`)
  for (const cookie of cookies) lines.push(`Set-Cookie: ${cookie}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}
