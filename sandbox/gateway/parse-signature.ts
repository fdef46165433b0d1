import { AwsError } from '../operation.ts'
import type { WireRequest } from '../protocol/protocol.ts'
import type { Signature } from './signature.ts'
import { presignedV2 } from './signature-v2.ts'

const ALGORITHM = 'AWS4-HMAC-SHA256'

/** The request's signature; undefined when it carries none; throws IncompleteSignature when a part is missing. */
export function parseSignature(request: WireRequest): Signature | undefined {
  const { authorization } = request.headers
  if (authorization !== undefined) return fromHeader(authorization, request)
  const query = new URLSearchParams(request.query)
  if (query.has('X-Amz-Algorithm') || query.has('X-Amz-Credential')) return fromQuery(query)
  return presignedV2(request)
}

function fromHeader(authorization: string, request: WireRequest): Signature | undefined {
  const [algorithm, ...rest] = authorization.trim().split(/\s+/)
  if (algorithm === 'Basic' || algorithm === 'Bearer') return undefined
  if (algorithm !== ALGORITHM) {
    throw incomplete(
      `Authorization header requires '${ALGORITHM}' algorithm. Authorization=${algorithm ?? ''}`,
    )
  }
  const parts = new Map(
    rest
      .join('')
      .split(',')
      .map(part => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)] as const),
  )
  const missing = ['Credential', 'Signature', 'SignedHeaders'].filter(name => !parts.get(name))
  const timestamp = single(request.headers['x-amz-date']) ?? basicFormat(single(request.headers.date))
  if (missing.length > 0 || !timestamp) {
    const wants = missing.map(name => `Authorization header requires '${name}' parameter.`)
    if (!timestamp)
      wants.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
    throw incomplete(`${wants.join(' ')} Authorization=${algorithm}`)
  }
  return {
    ...credentialScope(parts.get('Credential') ?? ''),
    signedHeaders: (parts.get('SignedHeaders') ?? '').toLowerCase().split(';'),
    signature: parts.get('Signature') ?? '',
    timestamp,
    securityToken: single(request.headers['x-amz-security-token']),
    expires: undefined,
  }
}

function fromQuery(query: URLSearchParams): Signature {
  const names = [
    'X-Amz-Algorithm',
    'X-Amz-Credential',
    'X-Amz-Date',
    'X-Amz-SignedHeaders',
    'X-Amz-Signature',
  ]
  const missing = names.filter(name => !query.get(name))
  if (missing.length > 0) {
    throw incomplete(missing.map(name => `AWS query-string parameters must include '${name}'.`).join(' '))
  }
  const expires = query.get('X-Amz-Expires')
  return {
    ...credentialScope(query.get('X-Amz-Credential') ?? ''),
    signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').toLowerCase().split(';'),
    signature: query.get('X-Amz-Signature') ?? '',
    timestamp: query.get('X-Amz-Date') ?? '',
    securityToken: query.get('X-Amz-Security-Token') ?? undefined,
    expires: expires === null ? 900 : Number(expires),
  }
}

function credentialScope(
  credential: string,
): Pick<Signature, 'accessKeyId' | 'date' | 'region' | 'signingName'> {
  const [accessKeyId, date, region, signingName, terminator] = credential.split('/')
  if (!accessKeyId || !date || !region || !signingName || terminator !== 'aws4_request') {
    throw incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    )
  }
  return { accessKeyId, date, region, signingName }
}

function basicFormat(date: string | undefined): string | undefined {
  if (date === undefined || Number.isNaN(Date.parse(date))) return date
  return new Date(date).toISOString().replace(/[-:]|\.\d+/g, '')
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}

function incomplete(message: string): AwsError {
  return new AwsError('IncompleteSignature', message)
}
