import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type Duplex, pipeline } from 'node:stream'
import { objectRequest } from '../dataplane/objects/object-gate.ts'
import { createRegistry } from '../dataplane/registry/registry.ts'
import type { WireRequest, WireResponse } from '../protocol/protocol.ts'
import { acceptDataChannel } from '../services/ecs/exec/web-socket.ts'
import { admin, type AdminContext } from './admin.ts'
import { readBody } from './body.ts'
import { answer } from './chain.ts'
import type { Gateway } from './exchange.ts'
import { foreignPage } from './foreign-pages.ts'
import { serveObjects } from './serve-objects.ts'

/** Parts of the data plane that take requests before the AWS APIs do, such as the forward proxy. */
export interface Interceptor {
  handles(request: IncomingMessage): boolean
  request(request: IncomingMessage, response: ServerResponse): void
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  connect(request: IncomingMessage, socket: Duplex, head: Buffer): void
}

/** Milliseconds until a request's headers have to have come whole. */
const SLOWEST_HEADERS = 20_000

/** The HTTP server of the practice account: admin routes, the forward proxy, ECR's registry, AWS's APIs. It does not listen yet. */
export function createGatewayServer(
  gateway: Gateway,
  context: AdminContext,
  proxy: Interceptor | undefined,
): Server {
  const server = createServer({
    // A layer pushed to the registry takes as long as it takes; bodies of API requests have a limit of their own.
    requestTimeout: 0,
    headersTimeout: SLOWEST_HEADERS,
    connectionsCheckingInterval: 1000,
    maxHeaderSize: 32 * 1024,
  })
  const registry = createRegistry(gateway.sandbox, accountId => gateway.state.settled(accountId))
  server.on('request', (request, response) => {
    // A client whose proxy is the practice account itself may ask even that through it, by the name that its tasks have for it too.
    const { endpoint, endpointInTasks } = gateway.sandbox.config
    const own = [endpoint, endpointInTasks].find(base => base && request.url?.startsWith(`${base}/`))
    if (own) request.url = request.url?.slice(own.length)
    const object = objectRequest(gateway.sandbox, request)
    if (object) return void serveObjects(request, response, object, gateway)
    if (proxy?.handles(request)) return proxy.request(request, response)
    const refusal = foreignPage(request)
    if (refusal !== undefined) return send(response, text(403, `${refusal}\n`))
    if (registry.handles(request)) return registry.request(request, response)
    if (isVisitor(request)) return send(response, text(200, WELCOME))
    void serve(request, response, gateway, context)
  })
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    const object = objectRequest(gateway.sandbox, request)
    // A content that is refused need not be sent; all others are wanted.
    if (object) return void serveObjects(request, response, object, gateway)
    response.writeContinue()
    server.emit('request', request, response)
  })
  server.on('upgrade', (request, socket, head) => {
    if (proxy?.handles(request)) return proxy.upgrade(request, socket, head)
    if (foreignPage(request) !== undefined)
      return socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n')
    if (acceptDataChannel(gateway.sandbox, request, socket, head)) return
    socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n')
  })
  server.on('connect', (request, socket, head) => {
    if (proxy) proxy.connect(request, socket, head)
    else socket.end('HTTP/1.1 501 Not Implemented\r\nconnection: close\r\n\r\n')
  })
  return server
}

const WELCOME =
  'This is the practice account of Slipway: it answers the AWS APIs at this address, for example\n\n  aws --endpoint-url <this address> sts get-caller-identity\n\nIts health is at /_sandbox/health.\n'

/** Somebody who looks at the address in a browser. */
function isVisitor({ method, url, headers }: IncomingMessage): boolean {
  return method === 'GET' && url === '/' && headers.authorization === undefined
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  gateway: Gateway,
  context: AdminContext,
): Promise<void> {
  const requestId = randomUUID()
  try {
    const body = await readBody(request, response)
    if (body === undefined) return
    const wire = wireRequest(request, body)
    send(
      response,
      wire.path.startsWith('/_sandbox/')
        ? await admin(wire, context)
        : await answer(wire, requestId, gateway),
    )
  } catch (error) {
    gateway.sandbox.log.error({ requestId, err: error }, 'request failed')
    if (response.headersSent) response.destroy()
    else send(response, text(500, 'The practice account failed; its log says more.\n'))
  }
}

function wireRequest(request: IncomingMessage, body: Buffer): WireRequest {
  const url = request.url ?? '/'
  const mark = url.indexOf('?')
  return {
    method: request.method ?? 'GET',
    path: mark === -1 ? url : url.slice(0, mark),
    query: mark === -1 ? '' : url.slice(mark + 1),
    headers: request.headers,
    body,
  }
}

function send(response: ServerResponse, { status, headers, body, stream }: WireResponse): void {
  if (stream) {
    response.writeHead(status, headers)
    // Whoever leaves ends the stream; there is nobody left to be told of it.
    pipeline(stream, response, () => undefined)
    return
  }
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

function text(status: number, body: string): WireResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body }
}
