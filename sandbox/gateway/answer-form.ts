import { readForm } from '../dataplane/objects/read-form.ts'
import type { Payload } from '../dataplane/objects/payload.ts'
import { AwsError } from '../operation.ts'
import type { WireRequest, WireResponse } from '../protocol/protocol.ts'
import { s3RestXml } from '../protocol/rest-xml.ts'
import { type SchemaRef, STRING, structure, writeXml } from '../protocol/xml.ts'
import { checkPostPolicy, type FormRange } from '../services/s3/post-policy.ts'
import { Exchange, type Gateway } from './exchange.ts'
import { faultOf, isExpected } from './fault.ts'
import { fieldMissing, formSignature, verifyPolicy } from './form-signature.ts'
import { authorize } from './steps/authorize.ts'
import { dispatch } from './steps/dispatch.ts'
import { findAccount } from './steps/find-account.ts'
import { serialize } from './steps/serialize.ts'

/** Fields that say who uploads and what becomes of the answer, and nothing of the object. */
const NOT_OF_OBJECT =
  /^(x-amz-(algorithm|credential|date|signature|security-token|content-sha256)|x-ignore-.*)$/
const HEADERS = new Set(
  'cache-control content-type content-disposition content-encoding content-language expires'.split(' '),
)

/** Whether a request is a browser's upload by a form: an operation of S3's, PostObject, that no SDK has. */
export function isForm({ method, headers, object }: WireRequest): boolean {
  const isBucket = /^\/[^/]+\/?$/.test(object?.path ?? '')
  return method === 'POST' && isBucket && /^multipart\/form-data\b/i.test(headers['content-type'] ?? '')
}

/** Stores a form's file as PutObject would, for whoever signed the form's policy. */
export async function answerForm(
  request: WireRequest,
  requestId: string,
  gateway: Gateway,
): Promise<WireResponse> {
  const { sandbox, services } = gateway
  try {
    const service = await services.bySigningName('s3')
    const operation = service?.model.operations.get('PutObject')
    const implementation = await service?.operation('PutObject')
    const { object } = request
    if (!object || !service || !operation || !implementation) throw new Error('S3 has no PutObject.')
    const contentType = request.headers['content-type'] ?? ''
    const { fields, file } = await readForm(object.content, contentType)
    const bucket = object.path.split('/')[1] ?? ''
    const key = fields.get('key')?.replaceAll('${filename}', file.name) ?? ''
    if (key === '') throw fieldMissing('key')
    const all = new Map([...fields, ['bucket', bucket], ['key', key]])
    const policy = fields.get('policy')

    const path = `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`
    const put: WireRequest = { ...request, method: 'PUT', path, query: '', headers: headersOf(fields) }
    const exchange = new Exchange({ ...put, object: { path, content: file.content } }, requestId)
    Object.assign(exchange, { service, operation, implementation })
    exchange.signature = policy === undefined ? undefined : formSignature(fields)
    await findAccount(exchange, gateway)
    if (policy !== undefined) verifyPolicy(exchange, sandbox, policy)
    const range = policy === undefined ? undefined : checkPostPolicy(policy, all, sandbox.clock.now())
    const stream: Payload = {
      length: lengthOf(request),
      ...{ announced: [], trailers: {} },
      [Symbol.asyncIterator]: () => within(file.content, range),
    }
    exchange.input = await service.model.protocol.read(operation, { ...put, stream })
    await authorize(exchange, gateway)
    await dispatch(exchange, gateway)
    await serialize(exchange, gateway)
    return answerOf(exchange, fields, { bucket, key, location: `${sandbox.config.endpoint}${path}` })
  } catch (error) {
    if (!isExpected(error)) sandbox.log.error({ requestId, err: error }, 'request failed')
    return s3RestXml.writeError(faultOf(error, undefined), undefined, requestId)
  }
}

/** The fields as the headers that PutObject has for them. */
function headersOf(fields: ReadonlyMap<string, string>): Record<string, string> {
  const headers = [...fields].flatMap(([name, value]): [string, string][] => {
    if (name === 'acl') return [['x-amz-acl', value]]
    if (name === 'tagging') return [['x-amz-tagging', tagsOf(value)]]
    const counts = HEADERS.has(name) || (name.startsWith('x-amz-') && !NOT_OF_OBJECT.test(name))
    return counts ? [[name, value]] : []
  })
  return Object.fromEntries(headers)
}

/** A form's tags are the document that PutObjectTagging takes; PutObject has them in a header. */
function tagsOf(document: string): string {
  const tags = document.matchAll(/<Key>([^<]*)<\/Key>\s*<Value>([^<]*)<\/Value>/g)
  return new URLSearchParams([...tags].map(([, key = '', value = '']) => [key, value])).toString()
}

async function* within(
  content: AsyncIterable<Buffer>,
  { least, most }: FormRange = { least: 0, most: Infinity },
): AsyncGenerator<Buffer> {
  let size = 0
  for await (const chunk of content) {
    size += chunk.length
    if (size > most) {
      throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400, {
        members: { ProposedSize: String(size), MaxSizeAllowed: String(most) },
      })
    }
    yield chunk
  }
  if (size >= least) return
  throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', 400, {
    members: { ProposedSize: String(size), MinSizeAllowed: String(least) },
  })
}

function answerOf(
  { response }: Exchange,
  fields: ReadonlyMap<string, string>,
  { bucket, key, location }: { bucket: string; key: string; location: string },
): WireResponse {
  const eTag = response.headers['etag'] ?? ''
  const headers = { ...response.headers, location }
  const redirect = fields.get('success_action_redirect') ?? fields.get('redirect') ?? ''
  if (URL.canParse(redirect)) {
    const url = new URL(redirect)
    for (const [name, value] of Object.entries({ bucket, key, etag: eTag })) {
      url.searchParams.set(name, value)
    }
    return { status: 303, headers: { ...headers, location: url.href }, body: '' }
  }
  const status = fields.get('success_action_status')
  if (status === '200') return { status: 200, headers, body: '' }
  if (status !== '201') return { status: 204, headers, body: '' }
  const answer = { Location: location, Bucket: bucket, Key: key, ETag: eTag }
  const members = Object.keys(answer).map((name): [string, SchemaRef] => [name, STRING])
  const body = writeXml(structure('PostResponse', members), answer)
  return { status: 201, headers: { ...headers, 'content-type': 'application/xml' }, body }
}

function lengthOf({ headers }: WireRequest): number | undefined {
  const length = headers['content-length']
  return length === undefined ? undefined : Number(length)
}
