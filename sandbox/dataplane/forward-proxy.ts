import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect as tcpConnect } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Sandbox } from '../operation.ts'
import { reachDatabase } from '../services/rds/reach-database.ts'
import { dataPlaneOf } from './data-plane.ts'
import type { ListenerRuntime } from './listener-runtime.ts'
import { passOn, reachPublicAddress } from './public-address.ts'

/** `http_proxy` for the names that exist in the practice account alone. */
export interface ForwardProxy {
  /** True for `GET http://…/` and for Host headers that are a load balancer's DNS name. */
  handles(request: IncomingMessage): boolean
  request(request: IncomingMessage, response: ServerResponse): void
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  connect(request: IncomingMessage, socket: Duplex, head: Buffer): void
}

const LOAD_BALANCER_NAME = /^[a-z0-9-]+\.(?:elb\.)?[a-z0-9-]+\.(?:elb\.)?amazonaws\.com$/

/** Leads requests for load balancers to their listeners in this process, and tunnels to databases; it never connects to any other host. */
export function createForwardProxy(sandbox: Sandbox): ForwardProxy {
  return {
    handles(request) {
      if (request.method === 'CONNECT') return true
      if (/^https?:\/\//i.test(request.url ?? '')) return true
      const name = hostAndPort(request.headers.host)?.host ?? ''
      return LOAD_BALANCER_NAME.test(name) && dataPlaneOf(sandbox)?.find(name) !== undefined
    },

    request(request, response) {
      const authority = authorityOf(request)
      const wanted = hostAndPort(authority)
      const task = wanted && reachPublicAddress(sandbox, wanted.host, wanted.port)
      // A security group that is shut answers nothing, here as on AWS.
      if (task === 'blocked') return
      if (typeof task === 'object') {
        passOn(task, request, response)
        return
      }
      const found =
        task === 'refused'
          ? `Nothing listens on port ${wanted?.port} of ${wanted?.host}: connection refused.\n`
          : lookup(sandbox, authority)
      if (typeof found === 'string') {
        response.writeHead(502, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' })
        response.end(found)
      } else found.live?.request(request, response)
    },

    upgrade(request, socket, head) {
      const found = lookup(sandbox, authorityOf(request))
      if (typeof found === 'string') refuse(socket, found)
      else found.live?.upgrade(request, socket, head)
    },

    connect(request, socket, head) {
      socket.on('error', () => socket.destroy())
      const real = tunnelTo(sandbox, request.url)
      if (typeof real === 'string') return refuse(socket, real)
      const upstream = tcpConnect(real, () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
        if (head.length > 0) upstream.write(head)
        upstream.pipe(socket)
        socket.pipe(upstream)
      })
      upstream.on('error', () => socket.destroy())
      upstream.once('close', () => socket.destroy())
      socket.once('close', () => upstream.destroy())
    },
  }
}

function authorityOf(request: IncomingMessage): string | undefined {
  const [, authority] = /^https?:\/\/(?:[^/?#@]*@)?([^/?#]*)/i.exec(request.url ?? '') ?? []
  return authority ?? request.headers.host
}

function hostAndPort(authority: string | undefined): { host: string; port: number } | undefined {
  const [, host = '', port = '80'] = /^([^:]+?)\.?(?::(\d{1,5}))?$/.exec(authority ?? '') ?? []
  return host === '' ? undefined : { host: host.toLowerCase(), port: Number(port) }
}

/** Where a tunnel leads: to a database of the practice account, or to a listener; or the sentence that says why to neither. */
function tunnelTo(sandbox: Sandbox, authority: string | undefined): { host: string; port: number } | string {
  const wanted = hostAndPort(authority)
  const database = wanted && reachDatabase(sandbox, wanted.host, wanted.port)
  if (database) return database
  const found = lookup(sandbox, authority)
  if (typeof found === 'string') return found
  if (found.localPort === undefined) return 'The load balancer is not listening yet.\n'
  return { host: '127.0.0.1', port: found.localPort }
}

/** The listener, or the sentence that says why there is none. */
function lookup(sandbox: Sandbox, authority: string | undefined): ListenerRuntime | string {
  const plane = dataPlaneOf(sandbox)
  const wanted = hostAndPort(authority)
  const found = wanted && plane?.find(wanted.host)
  if (!wanted || !found) {
    // Whose request this is nobody knows here: names of other accounts' load balancers are none of its business.
    return `The practice account knows no host '${authority ?? ''}'. This proxy leads to its own load balancers only. Yours are listed by: aws elbv2 describe-load-balancers --query 'LoadBalancers[].DNSName'\n`
  }
  const { document, listener } = found
  const runtime = listener(wanted.port)
  if (runtime) return runtime
  return `Nothing listens on port ${wanted.port} of load balancer '${document.LoadBalancerName}': it is still provisioning, or has no listener on that port. See: aws elbv2 describe-listeners --load-balancer-arn ${document.LoadBalancerArn}\n`
}

function refuse(socket: Duplex, text: string): void {
  const body = Buffer.byteLength(text)
  socket.end(
    `HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${body}\r\nConnection: close\r\n\r\n${text}`,
  )
}
