import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { DIGEST } from '../../services/ecr/manifest.ts'
import { digestKey, ecr } from '../../services/ecr/store.ts'
import { blobFile } from './blob-store.ts'
import { type Exchange, notAllowed, repositoryFor } from './exchange.ts'
import { RegistryError } from './registry-error.ts'

/** Serves a blob of a repository, whole or a range of it. */
export async function serveBlob(exchange: Exchange, authorized = false): Promise<void> {
  const { sandbox, request, response, route, scope } = exchange
  const { reference: digest, repositoryName, accountId } = route
  if (request.method !== 'GET' && request.method !== 'HEAD') throw notAllowed(exchange)
  if (!authorized) {
    repositoryFor(
      exchange,
      request.method === 'GET' ? 'GetDownloadUrlForLayer' : 'BatchCheckLayerAvailability',
    )
  }
  if (!DIGEST.test(digest))
    throw new RegistryError(400, 'DIGEST_INVALID', `Invalid digest: ${digest.slice(0, 100)}`)
  const layer = ecr(scope).layers.get(digestKey(repositoryName, digest))
  if (!layer) {
    const text = `The layer with digest '${digest}' does not exist in the repository with name '${repositoryName}' in the registry with id '${accountId}'`
    throw new RegistryError(404, 'BLOB_UNKNOWN', text)
  }
  const { size } = layer
  const headers = {
    'content-type': 'application/octet-stream',
    'docker-content-digest': digest,
    'accept-ranges': 'bytes',
    etag: `"${digest}"`,
  }
  const range = rangeOf(request.headers.range, size)
  if (range) {
    const { start, end } = range
    response.writeHead(206, {
      ...headers,
      'content-length': end - start + 1,
      'content-range': `bytes ${start}-${end}/${size}`,
    })
  } else {
    response.writeHead(200, { ...headers, 'content-length': size })
  }
  if (request.method === 'HEAD' || size === 0) return void response.end()
  const file = createReadStream(blobFile(sandbox, accountId, digest), range)
  // Whoever goes away in the middle has seen enough.
  await pipeline(file, response).catch((error: unknown) => {
    response.destroy()
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
}

/** The one range that is asked for; undefined for the whole. Throws RANGE_INVALID. */
function rangeOf(header: string | undefined, size: number): { start: number; end: number } | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (start >= size || start > end) {
    throw new RegistryError(
      416,
      'RANGE_INVALID',
      `The blob has ${size} bytes; the range ${header} is not in it.`,
      {
        'content-range': `bytes */${size}`,
      },
    )
  }
  return { start, end }
}
