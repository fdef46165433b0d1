import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Sandbox } from '../../operation.ts'
import { ecr } from '../../services/ecr/store.ts'
import { authorize, type Visitor } from './authenticate.ts'
import { type Exchange, notAllowed, repositoryFor } from './exchange.ts'
import { RegistryError } from './registry-error.ts'

const LARGEST_PAGE = 1000

/** The tags of a repository, in alphabetical order, by pages of `n` after `last`. */
export function listTags(exchange: Exchange): void {
  const { scope, request, response, route } = exchange
  if (request.method !== 'GET') throw notAllowed(exchange)
  repositoryFor(exchange, 'ListImages')
  const { accountId, region, repositoryName, query, base } = route
  const all = ecr(scope)
    .tags.values()
    .filter(tag => tag.repositoryName === repositoryName)
    .map(({ imageTag }) => imageTag)
  const { items, next } = pageOf(all, query)
  const headers: Record<string, string> =
    next === undefined ? {} : { link: `<${base}/tags/list?${next}>; rel="next"` }
  const name = base === `/v2/${repositoryName}` ? repositoryName : `${accountId}/${region}/${repositoryName}`
  sendJson(response, { name, tags: items }, headers)
}

/** The repositories of the visitor's own registry; as with ECR, in pages of 1,000 at most. */
export function listCatalog(
  sandbox: Sandbox,
  visitor: Visitor,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (request.method !== 'GET') {
    throw new RegistryError(405, 'UNSUPPORTED', `${request.method} is not supported for the catalog.`)
  }
  const { accountId, region } = visitor.claims
  authorize(sandbox, visitor, 'DescribeRepositories', { accountId, region, repositoryName: '*' })
  const all = ecr(sandbox.store.scope(accountId, region))
    .repositories.values()
    .map(({ repositoryName }) => `${accountId}/${region}/${repositoryName}`)
  const { items, next } = pageOf(all, query)
  const headers: Record<string, string> =
    next === undefined ? {} : { link: `</v2/_catalog?${next}>; rel="next"` }
  sendJson(response, { repositories: items }, headers)
}

function pageOf(all: string[], query: URLSearchParams): { items: string[]; next?: string } {
  const n = query.get('n')
  if (n !== null && !/^\d{1,9}$/.test(n)) {
    throw new RegistryError(400, 'PAGINATION_NUMBER_INVALID', `n must be a number; got ${n.slice(0, 100)}.`)
  }
  const size = n === null ? LARGEST_PAGE : Number(n)
  if (size > LARGEST_PAGE) {
    const text = `Invalid parameter at 'maxResults' failed to satisfy constraint: 'Member must have value less than or equal to ${LARGEST_PAGE}'`
    throw new RegistryError(400, 'UNSUPPORTED', text)
  }
  const last = query.get('last') ?? ''
  const rest = all.filter(name => name > last).sort()
  const items = rest.slice(0, size)
  if (items.length === rest.length || size === 0) return { items }
  return { items, next: new URLSearchParams({ last: items.at(-1) ?? '', n: String(size) }).toString() }
}

function sendJson(response: ServerResponse, body: object, headers: Record<string, string>): void {
  const text = JSON.stringify(body)
  response.writeHead(200, {
    ...headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}
