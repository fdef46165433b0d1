import type { IncomingMessage } from 'node:http'
import { DIGEST } from '../../services/ecr/manifest.ts'
import { putLayer } from '../../services/ecr/layers.ts'
import { digestKey, ecr, type UploadDocument } from '../../services/ecr/store.ts'
import {
  appendUpload,
  cancelUpload,
  claimUpload,
  findUpload,
  finishUpload,
  startUpload,
  uploadDigest,
  uploadedBytes,
} from '../../services/ecr/uploads.ts'
import { authorize } from './authenticate.ts'
import { type Exchange, notAllowed, repositoryFor, sendEmpty } from './exchange.ts'
import { RegistryError } from './registry-error.ts'
import { placeOf } from './route.ts'

/** Takes a blob: in one request, in chunks that may be resumed, or out of another repository of the account. */
export async function receiveBlob(exchange: Exchange): Promise<void> {
  const { method } = exchange.request
  if (exchange.route.reference === '') {
    if (method !== 'POST') throw notAllowed(exchange)
    return begin(exchange)
  }
  const { sandbox, scope, route } = exchange
  repositoryFor(exchange, method === 'PUT' ? 'CompleteLayerUpload' : 'UploadLayerPart')
  const upload = findUpload(sandbox, scope, route.repositoryName, route.reference)
  switch (method) {
    case 'GET':
    case 'HEAD':
      return sendProgress(exchange, upload, 204)
    case 'PATCH':
      await alone(exchange, upload, () => append(exchange, upload))
      return sendProgress(exchange, upload, 202)
    case 'PUT':
      return alone(exchange, upload, () => complete(exchange, upload))
    case 'DELETE':
      await cancelUpload(sandbox, scope, upload)
      sandbox.store.flush()
      return sendEmpty(exchange.response, 204, {})
    default:
      throw notAllowed(exchange)
  }
}

async function begin(exchange: Exchange): Promise<void> {
  const { sandbox, scope, route, request } = exchange
  const { repositoryName, query } = route
  repositoryFor(exchange, 'InitiateLayerUpload')
  const digest = query.get('digest')
  if (digest !== null && !DIGEST.test(digest)) throw invalidDigest(digest)
  if (mount(exchange)) return
  const upload = await startUpload(sandbox, scope, repositoryName)
  if (digest === null) {
    sandbox.store.flush()
    return sendProgress(exchange, upload, 202)
  }
  try {
    await appendUpload(sandbox, scope, upload, bodyOf(request))
    await complete(exchange, upload)
  } catch (error) {
    // Nobody knows its address: it could not be gone on with.
    await cancelUpload(sandbox, scope, upload)
    throw error
  }
}

/** A blob that another repository of the account has need not be sent again. */
function mount(exchange: Exchange): boolean {
  const { sandbox, scope, visitor, route, request } = exchange
  const [digest, from] = [route.query.get('mount'), route.query.get('from')]
  if (digest === null || from === null || !DIGEST.test(digest)) return false
  const place = placeOf(from, request.headers.host ?? '')
  if (place?.accountId !== route.accountId) return false
  const source = sandbox.store.scope(place.accountId, place.region)
  const layer = ecr(source).layers.get(digestKey(place.repositoryName, digest))
  if (!layer) return false
  authorize(sandbox, visitor, 'GetDownloadUrlForLayer', place)
  putLayer(sandbox, scope, { repositoryName: route.repositoryName, digest, size: layer.size })
  sandbox.store.flush()
  sendCreated(exchange, digest)
  return true
}

/** Two that write to the same upload would spoil it. */
async function alone(exchange: Exchange, upload: UploadDocument, work: () => Promise<void>): Promise<void> {
  const release = claimUpload(exchange.sandbox, upload)
  if (!release) throw outOfOrder(exchange, upload)
  try {
    await work()
  } finally {
    release()
  }
}

async function append(exchange: Exchange, upload: UploadDocument): Promise<void> {
  const { sandbox, scope, request } = exchange
  const received = uploadedBytes(sandbox, scope, upload) ?? 0
  const [, first, last] =
    /^(?:bytes )?(\d+)-(\d+)(?:\/.*)?$/.exec(request.headers['content-range'] ?? '') ?? []
  const length = request.headers['content-length']
  const expected = first === undefined ? undefined : Number(last) - Number(first) + 1
  const wrongLength = expected !== undefined && length !== undefined && expected !== Number(length)
  if ((first !== undefined && Number(first) !== received) || wrongLength) throw outOfOrder(exchange, upload)
  await appendUpload(sandbox, scope, upload, bodyOf(request))
}

function outOfOrder(exchange: Exchange, upload: UploadDocument): RegistryError {
  const received = uploadedBytes(exchange.sandbox, exchange.scope, upload) ?? 0
  const text = `The upload has ${received} bytes: the next chunk must begin with byte ${received}, be as long as its Content-Range says, and come alone.`
  return new RegistryError(416, 'RANGE_INVALID', text, progressHeaders(exchange, upload))
}

async function complete(exchange: Exchange, upload: UploadDocument): Promise<void> {
  const { sandbox, scope, route, request } = exchange
  const digest = route.query.get('digest')
  if (digest === null || !DIGEST.test(digest)) throw invalidDigest(digest)
  if (route.reference !== '') await append(exchange, upload)
  // A client that was cut off must not have made a blob.
  if (!request.complete)
    throw new RegistryError(400, 'SIZE_INVALID', 'The request ended before its body did.')
  const real = await uploadDigest(sandbox, scope, upload)
  if (real !== digest) {
    await cancelUpload(sandbox, scope, upload)
    sandbox.store.flush()
    throw new RegistryError(
      400,
      'DIGEST_INVALID',
      `The digest of the uploaded layer is ${real}, not ${digest} as the request says. The upload was discarded.`,
    )
  }
  finishUpload(sandbox, scope, upload, digest)
  sendCreated(exchange, digest)
}

function sendCreated({ response, route }: Exchange, digest: string): void {
  sendEmpty(response, 201, { location: `${route.base}/blobs/${digest}`, 'docker-content-digest': digest })
}

function sendProgress(exchange: Exchange, upload: UploadDocument, status: number): void {
  sendEmpty(exchange.response, status, progressHeaders(exchange, upload))
}

function progressHeaders(
  { sandbox, scope, route }: Exchange,
  upload: UploadDocument,
): Record<string, string> {
  const received = uploadedBytes(sandbox, scope, upload) ?? 0
  return {
    location: `${route.base}/blobs/uploads/${upload.id}`,
    range: `0-${Math.max(0, received - 1)}`,
    'docker-upload-uuid': upload.id,
  }
}

function invalidDigest(digest: string | null): RegistryError {
  const text = `The digest must be sha256 and 64 hexadecimal digits; got ${digest?.slice(0, 100) ?? 'none'}.`
  return new RegistryError(400, 'DIGEST_INVALID', text)
}

/** When the disk is full, the client is to be told so. */
function bodyOf(request: IncomingMessage): AsyncIterable<Buffer> {
  return request.iterator({ destroyOnReturn: false })
}
