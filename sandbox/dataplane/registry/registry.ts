import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Sandbox } from '../../operation.ts'
import { tokenCaller } from '../../services/ecr/authorization-token.ts'
import { authenticate, mayDownload, type Visitor } from './authenticate.ts'
import { serveBlob } from './blobs.ts'
import type { Exchange } from './exchange.ts'
import { listCatalog, listTags } from './lists.ts'
import { serveManifest } from './manifests.ts'
import { receiveBlob } from './receive-blob.ts'
import { RegistryError, registryErrorOf, sendError } from './registry-error.ts'
import { type RepositoryRoute, type Route, routeOf } from './route.ts'

/** An OCI distribution registry over ECR's state, for `docker login`, `push` and `pull`. */
export interface Registry {
  /** True for everything under `/v2/`, but for what is signed as requests of AWS's APIs are, of which some begin so as well. */
  handles(request: IncomingMessage): boolean
  request(request: IncomingMessage, response: ServerResponse): void
}

const SILENCE_MS = 60_000

/** `settled` resolves when nobody is emptying or restoring the account. */
export function createRegistry(sandbox: Sandbox, settled: (accountId: string) => Promise<void>): Registry {
  return {
    handles: ({ url = '', headers }) =>
      /^\/v2(?:\/|\?|$)/.test(url) && !headers.authorization?.startsWith('AWS4-HMAC-SHA256 '),
    request: (request, response) => {
      response.setHeader('docker-distribution-api-version', 'registry/2.0')
      // However long a push takes, bytes have to come: a client that fell silent may resume by another connection.
      request.setTimeout(SILENCE_MS, () => request.destroy())
      serve(sandbox, settled, request, response).catch((error: unknown) => refuse(sandbox, response, error))
    },
  }
}

async function serve(
  sandbox: Sandbox,
  settled: (accountId: string) => Promise<void>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const route = routed(sandbox, request)
  if ('accountId' in route && isDownload(sandbox, request, route)) {
    return serveBlob(exchangeOf(sandbox, request, response, route, accountItself(sandbox, route)), true)
  }
  const visitor = authenticate(sandbox, request)
  if (route.kind === 'base') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 2 }).end('{}')
    return
  }
  if (route.kind === 'catalog') return listCatalog(sandbox, visitor, route.query, request, response)
  await settled(route.accountId)
  const exchange = exchangeOf(sandbox, request, response, route, visitor)
  switch (route.kind) {
    case 'tags':
      return listTags(exchange)
    case 'manifests':
      return serveManifest(exchange)
    case 'blobs':
      return serveBlob(exchange)
    case 'uploads':
      return receiveBlob(exchange)
  }
}

/** Whoever is not logged in learns that first, and nothing of what is here. */
function routed(sandbox: Sandbox, request: IncomingMessage): Route {
  try {
    return routeOf(request)
  } catch (error) {
    authenticate(sandbox, request)
    throw error
  }
}

function isDownload(sandbox: Sandbox, { method }: IncomingMessage, route: RepositoryRoute): boolean {
  return method === 'GET' && route.kind === 'blobs' && mayDownload(sandbox, route.query.get('token'), route)
}

function accountItself(sandbox: Sandbox, { accountId, region }: RepositoryRoute): Visitor {
  const claims = { accountId, region, expiresAt: Infinity }
  const caller = tokenCaller(sandbox, claims)
  if (!caller) throw new RegistryError(401, 'UNAUTHORIZED', 'Not Authorized')
  return { claims, caller }
}

function exchangeOf(
  sandbox: Sandbox,
  request: IncomingMessage,
  response: ServerResponse,
  route: RepositoryRoute,
  visitor: Visitor,
): Exchange {
  const scope = sandbox.store.scope(route.accountId, route.region)
  return { sandbox, request, response, route, visitor, scope }
}

function refuse(sandbox: Sandbox, response: ServerResponse, error: unknown): void {
  // The client went away in the middle of a request: nobody is there to be told.
  if (response.req.destroyed && !response.req.complete) return void response.destroy()
  const known = registryErrorOf(error)
  if (!known) sandbox.log.error({ err: error, url: response.req.url }, 'registry request failed')
  if (response.headersSent) return void response.destroy()
  sendError(
    response,
    known ?? new RegistryError(500, 'UNKNOWN', 'The practice account failed; its log says more.'),
  )
}
