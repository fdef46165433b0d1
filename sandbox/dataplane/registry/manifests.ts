import {
  deleteImage,
  findImage,
  indexListing,
  isTag,
  notePull,
  putImage,
  tagsByDigest,
} from '../../services/ecr/images.ts'
import { DIGEST, digestOf } from '../../services/ecr/manifest.ts'
import { ecr, type ImageDocument, tagKey } from '../../services/ecr/store.ts'
import { type Exchange, notAllowed, repositoryFor, sendEmpty } from './exchange.ts'
import { RegistryError } from './registry-error.ts'

/** Bytes; what the distribution specification asks registries to take at least, and ECR takes at most. */
const LARGEST_MANIFEST = 4 * 1024 * 1024

/** Serves, takes or deletes the manifest of an image. */
export async function serveManifest(exchange: Exchange): Promise<void> {
  switch (exchange.request.method) {
    case 'GET':
    case 'HEAD':
      return get(exchange)
    case 'PUT':
      return put(exchange)
    case 'DELETE':
      return remove(exchange)
    default:
      throw notAllowed(exchange)
  }
}

function get(exchange: Exchange): void {
  const { sandbox, scope, request, response } = exchange
  repositoryFor(exchange, 'BatchGetImage')
  const image = requestedImage(exchange)
  if (request.method === 'GET') {
    notePull(sandbox, scope, image)
    sandbox.store.flush()
  }
  response.writeHead(200, {
    'content-type': image.mediaType,
    'content-length': Buffer.byteLength(image.manifest),
    'docker-content-digest': image.imageDigest,
    etag: `"${image.imageDigest}"`,
  })
  response.end(request.method === 'HEAD' ? undefined : image.manifest)
}

async function put(exchange: Exchange): Promise<void> {
  const { sandbox, scope, request, response, route } = exchange
  const { reference, repositoryName, base } = route
  repositoryFor(exchange, 'PutImage')
  const body = await readManifest(exchange)
  const text = body.toString('utf8')
  if (!Buffer.from(text, 'utf8').equals(body)) {
    throw new RegistryError(400, 'MANIFEST_INVALID', 'The manifest is not UTF-8 text.')
  }
  const byDigest = reference.includes(':')
  if (byDigest && reference !== digestOf(body)) {
    const text = `The digest of the manifest is ${digestOf(body)}, not ${reference.slice(0, 100)} as the address says.`
    throw new RegistryError(400, 'DIGEST_INVALID', text)
  }
  if (!byDigest && !isTag(reference)) {
    throw new RegistryError(400, 'TAG_INVALID', `Invalid tag: ${reference.slice(0, 200)}`)
  }
  // The repository may have gone while the body came.
  const repository = repositoryFor(exchange)
  const mediaType = request.headers['content-type']
  const tag = byDigest ? undefined : reference
  const image = putImage(sandbox, scope, repository, { text, mediaType, tag })
  sandbox.store.flush()
  sendEmpty(response, 201, {
    location: `${base}/manifests/${image.imageDigest}`,
    'docker-content-digest': image.imageDigest,
    ...(image.subject && { 'oci-subject': image.subject }),
  })
  sandbox.log.debug({ repositoryName, image: image.imageDigest, tag }, 'image pushed')
}

function remove(exchange: Exchange): void {
  const { sandbox, scope, response, route } = exchange
  const { reference, repositoryName } = route
  repositoryFor(exchange, 'BatchDeleteImage')
  const image = requestedImage(exchange)
  const tags = tagsByDigest(scope, repositoryName).get(image.imageDigest) ?? []
  if (!reference.includes(':') && tags.length > 1) {
    ecr(scope).tags.delete(tagKey(repositoryName, reference))
  } else {
    const index = indexListing(scope, repositoryName, image.imageDigest)
    if (index) {
      const text = `Requested image referenced by manifest list: [${index.imageDigest}]`
      throw new RegistryError(400, 'DENIED', text)
    }
    deleteImage(sandbox, scope, image)
  }
  sandbox.store.flush()
  sendEmpty(response, 202, {})
}

/** Throws MANIFEST_UNKNOWN. */
function requestedImage({ scope, route }: Exchange): ImageDocument {
  const { reference, repositoryName } = route
  const id = DIGEST.test(reference) ? { imageDigest: reference } : { imageTag: reference }
  const image = findImage(scope, repositoryName, id)
  if (!image) throw new RegistryError(404, 'MANIFEST_UNKNOWN', 'Requested image not found')
  return image
}

async function readManifest({ request }: Exchange): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  // The refusal of one that is too large must still reach the client.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > LARGEST_MANIFEST) {
      const text = `The manifest is larger than ${LARGEST_MANIFEST} bytes.`
      throw new RegistryError(413, 'MANIFEST_INVALID', text)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
