import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { ChunkSigner } from '../dataplane/objects/chunks.ts'
import type { WireRequest } from '../protocol/protocol.ts'
import type { Signature } from './signature.ts'

const UNSIGNED = 'UNSIGNED-PAYLOAD'

/** True when `secretAccessKey` made this signature over this request (AWS Signature Version 4). */
export function isSignedBy(secretAccessKey: string, signature: Signature, request: WireRequest): boolean {
  const payload = payloadHash(signature, request)
  if (payload === undefined) return false
  const scope = `${signature.date}/${signature.region}/${signature.signingName}/aws4_request`
  const canonical = canonicalRequest(signature, request, payload)
  const toSign = ['AWS4-HMAC-SHA256', signature.timestamp, scope, sha256(canonical)].join('\n')
  const expected = hmac(signingKey(secretAccessKey, signature), toSign).toString('hex')
  const given = Buffer.from(signature.signature)
  return given.length === expected.length && timingSafeEqual(given, Buffer.from(expected))
}

/** True when `secretAccessKey` made this signature over the policy of a form. */
export function isPolicySignedBy(secretAccessKey: string, signature: Signature, policy: string): boolean {
  const expected = Buffer.from(hmac(signingKey(secretAccessKey, signature), policy).toString('hex'))
  const given = Buffer.from(signature.signature)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** Signs the chunks of a streamed body, beginning with the signature of the request itself. */
export function chunkSigner(secretAccessKey: string, signature: Signature): ChunkSigner {
  const key = signingKey(secretAccessKey, signature)
  const { date, region, signingName, timestamp } = signature
  const scope = `${date}/${region}/${signingName}/aws4_request`
  let previous = signature.signature
  const sign = (kind: string, ...hashes: string[]) => {
    const toSign = [`AWS4-HMAC-SHA256-${kind}`, timestamp, scope, previous, ...hashes].join('\n')
    return (previous = hmac(key, toSign).toString('hex'))
  }
  return {
    chunk: hash => sign('PAYLOAD', sha256(''), hash),
    trailer: hash => sign('TRAILER', hash),
  }
}

/** Headers that a signature must cover: without the host, a request could be sent on to another service. */
export function unsignedHeaders({ signedHeaders, expires }: Signature, { headers }: WireRequest): string[] {
  const wanted = [
    'host',
    ...Object.keys(headers).filter(name => name.startsWith('x-amz-') && expires === undefined),
  ]
  return wanted.filter(name => !signedHeaders.includes(name) && !MAY_BE_UNSIGNED.has(name))
}

/** Proxies and clients add these after the signature. */
const MAY_BE_UNSIGNED = new Set(['x-amz-user-agent', 'x-amz-cf-id', 'x-amzn-trace-id'])

function canonicalRequest(
  { signedHeaders, signingName, expires }: Signature,
  request: WireRequest,
  payload: string,
): string {
  const headers = signedHeaders.map(name => `${name}:${headerValue(request, name)}\n`).join('')
  return [
    request.method,
    // The path is encoded once more than on the wire; S3 alone signs it as it is.
    signingName === 's3' ? request.path : request.path.split('/').map(encode).join('/'),
    canonicalQuery(request.query, expires !== undefined),
    headers,
    signedHeaders.join(';'),
    payload,
  ].join('\n')
}

function canonicalQuery(query: string, presigned: boolean): string {
  const parameters = query
    .split('&')
    .filter(Boolean)
    .map(parameter => {
      const [name = '', ...value] = parameter.split('=')
      return [encode(decode(name)), encode(decode(value.join('=')))] as const
    })
    .filter(([name]) => !(presigned && name === 'X-Amz-Signature'))
  return parameters
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

/** Hash of the payload as the signature has it; undefined when the body is not the one that was signed. */
function payloadHash({ signingName, expires }: Signature, request: WireRequest): string | undefined {
  const declared = headerValue(request, 'x-amz-content-sha256')
  if (signingName === 's3' && declared === '' && expires !== undefined) return UNSIGNED
  // What has not come yet is compared with its hash when it has.
  if (request.object) return declared === '' ? UNSIGNED : declared
  // A body sent in chunks has signatures, or checksums, of its own.
  if (declared === UNSIGNED || declared.startsWith('STREAMING-')) return declared
  const actual = sha256(request.body)
  return declared === '' || declared === actual ? actual : undefined
}

function headerValue({ headers }: WireRequest, name: string): string {
  const value = headers[name]
  const text = Array.isArray(value) ? value.map(one => one.trim()).join(',') : (value ?? '')
  return text.trim().replace(/\s+/g, ' ')
}

const keys = new Map<string, Buffer>()
const MOST_KEYS = 1000

/** The key of a day, region and service; deriving it takes four rounds, so it is kept. */
function signingKey(secretAccessKey: string, { date, region, signingName }: Signature): Buffer {
  const id = `${secretAccessKey}/${date}/${region}/${signingName}`
  let key = keys.get(id)
  if (!key) {
    key = [date, region, signingName, 'aws4_request'].reduce(hmac, Buffer.from(`AWS4${secretAccessKey}`))
    if (keys.size >= MOST_KEYS) keys.clear()
    keys.set(id, key)
  }
  return key
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'))
  } catch {
    return text
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
