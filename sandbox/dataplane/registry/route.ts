import type { IncomingMessage } from 'node:http'
import { isRepositoryName } from '../../services/ecr/repositories.ts'
import { RegistryError } from './registry-error.ts'

/** What a request's address asks for. */
export type Route =
  | { kind: 'base' }
  | { kind: 'catalog'; query: URLSearchParams }
  | {
      kind: 'manifests' | 'blobs' | 'uploads' | 'tags'
      accountId: string
      region: string
      repositoryName: string
      /** Tag, digest or upload id; empty for a new upload and for lists. */
      reference: string
      query: URLSearchParams
      /** The repository's address, such as `/v2/111122223333/eu-west-1/web`. */
      base: string
    }

export type RepositoryRoute = Exclude<Route, { kind: 'base' | 'catalog' }>

const PLACE = /^(\d{12})\/([a-z]{2,4}(?:-[a-z]+)+-\d{1,2})\/(.+)$/
const AWS_HOST = /^(\d{12})\.dkr\.ecr\.([a-z]{2,4}(?:-[a-z]+)+-\d{1,2})\.amazonaws\.com(?::\d+)?$/

/** Reads a request's address. Throws NAME_INVALID, or UNSUPPORTED for what no registry has. */
export function routeOf(request: IncomingMessage): Route {
  const [rawPath = '', rawQuery = ''] = splitOnce(request.url ?? '', '?')
  const query = new URLSearchParams(rawQuery)
  const path = decoded(rawPath)
  if (path === '/v2/' || path === '/v2') return { kind: 'base' }
  if (path === '/v2/_catalog') return { kind: 'catalog', query }
  const [, named, kind, reference] =
    /^\/v2\/(.+)\/(manifests|blobs\/uploads|blobs|tags)(?:\/([^/]*))?$/.exec(path) ?? []
  if (named === undefined || kind === undefined) throw unsupported(path)
  const { host = '' } = request.headers
  const place = placeOf(named, host)
  if (!place) {
    const text = `There is no repository ${named.slice(0, 300)} here. Use the repositoryUri that CreateRepository answers: ${host}/<account id>/<region>/<repository name>`
    throw new RegistryError(404, 'NAME_UNKNOWN', text)
  }
  const { accountId, region, repositoryName, prefix } = place
  if (!isRepositoryName(repositoryName)) {
    throw new RegistryError(400, 'NAME_INVALID', `Invalid repository name: ${repositoryName.slice(0, 300)}`)
  }
  if (kind === 'tags' && reference !== 'list') throw unsupported(path)
  return {
    kind: kind === 'blobs/uploads' ? 'uploads' : (kind as 'manifests' | 'blobs' | 'tags'),
    ...{ accountId, region, repositoryName, query },
    reference: reference ?? '',
    base: `/v2/${prefix}${repositoryName}`,
  }
}

/** Account, region and name of a repository: by AWS's host name as there, else by the first two parts of the path. */
export function placeOf(named: string, host: string): Place | undefined {
  const [, hostAccount, hostRegion] = AWS_HOST.exec(host) ?? []
  if (hostAccount && hostRegion) {
    return { accountId: hostAccount, region: hostRegion, repositoryName: named, prefix: '' }
  }
  const [, accountId, region, repositoryName] = PLACE.exec(named) ?? []
  if (!accountId || !region || !repositoryName) return undefined
  return { accountId, region, repositoryName, prefix: `${accountId}/${region}/` }
}

interface Place {
  accountId: string
  region: string
  repositoryName: string
  /** What stands before the name in the path. */
  prefix: string
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    throw new RegistryError(400, 'NAME_INVALID', 'The path is not properly percent-encoded.')
  }
}

function unsupported(path: string): RegistryError {
  return new RegistryError(404, 'UNSUPPORTED', `The registry does not have ${path.slice(0, 300)}.`)
}

function splitOnce(text: string, mark: string): string[] {
  const at = text.indexOf(mark)
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}
