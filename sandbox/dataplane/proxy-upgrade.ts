import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { countStatus } from './counters.ts'
import { requestHead } from './headers.ts'
import { CONNECT_TIMEOUT_MS } from './proxy.ts'
import type { ResponseHead } from './response-head.ts'
import type { Choice, ProxyOwner } from './proxy-owner.ts'
import type { Incoming } from './rules.ts'
import type { Failure } from './upstream.ts'

interface Upgrade {
  request: IncomingMessage
  incoming: Incoming
  choice: Choice
  router: ProxyOwner
}

/** Joins the client's connection to one of the target's, once the target agrees to change protocols (websockets). */
export function proxyUpgrade(upgrade: Upgrade, client: Duplex, head: Buffer): void {
  const { request, incoming, choice, router } = upgrade
  const { target, group, cookies } = choice
  group.counters.requests++
  client.on('error', () => client.destroy())
  if (target.blocked) {
    const timer = setTimeout(() => refuse(504), CONNECT_TIMEOUT_MS)
    client.once('close', () => clearTimeout(timer))
    return
  }
  const real = target.endpoint()
  if (!real) {
    refuse(502)
    return
  }
  const { path, query } = incoming
  const upstream = target.connections.acquire(real, true)
  target.inFlight++
  target.upgraded.add(client)
  client.once('close', () => {
    target.inFlight--
    target.upgraded.delete(client)
    upstream.abandon()
  })
  upstream.start(
    requestHead(request, query ? `${path}?${query}` : path, router.forwarded, true),
    { isHead: false, hasBody: false },
    {
      upgrade(answer: string, socket: Socket, rest: Buffer) {
        countStatus(group.counters.targetStatus, 101)
        client.write(`${[answer, ...cookies.map(cookie => `Set-Cookie: ${cookie}`)].join('\r\n')}\r\n\r\n`)
        if (rest.length > 0) client.write(rest)
        if (head.length > 0) socket.write(head)
        const idleMs = target.connections.idleMs
        socket.setTimeout(idleMs, () => socket.destroy())
        socket.once('close', () => client.destroy())
        client.once('close', () => socket.destroy())
        socket.pipe(client)
        client.pipe(socket)
      },
      head(answer: ResponseHead) {
        countStatus(group.counters.targetStatus, answer.status)
        client.write(refusalHead(answer, cookies))
      },
      data(chunk: Buffer | undefined, last: boolean) {
        if (chunk) client.write(chunk)
        if (last) client.end()
        return true
      },
      fail: (failure: Failure) => refuse(failure === 'timeout' ? 504 : 502),
    },
  )

  function refuse(status: 502 | 504): void {
    group.counters.connectionErrors++
    router.answerRaw(client, status)
  }
}

/** The target said no: its answer goes back whole, and the connection ends with it. */
function refusalHead({ status, reason, headers }: ResponseHead, cookies: string[]): string {
  const lines = [`HTTP/1.1 ${status} ${reason}`]
  for (let index = 0; index < headers.length; index += 2)
    lines.push(`${headers[index]}: ${headers[index + 1]}`)
  for (const cookie of cookies) lines.push(`Set-Cookie: ${cookie}`)
  return `${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`
}
