import { createHmac, timingSafeEqual } from 'node:crypto'
import type { WireRequest } from '../protocol/protocol.ts'
import type { Signature } from './signature.ts'

/** Query parameters that the older signature covers. */
const SIGNED = new Set(
  `accelerate acl cors delete encryption lifecycle location logging notification partNumber policy requestPayment
   response-cache-control response-content-disposition response-content-encoding response-content-language
   response-content-type response-expires restore tagging torrent uploadId uploads versionId versioning versions website`.split(
    /\s+/,
  ),
)

/** S3's presigned URLs of Signature Version 2, which `aws s3 presign` of version 1 still makes; undefined for any other request. */
export function presignedV2(request: WireRequest): Signature | undefined {
  const query = new URLSearchParams(request.query)
  const [accessKeyId, signature, expires] = ['AWSAccessKeyId', 'Signature', 'Expires'].map(name =>
    query.get(name),
  )
  if (!request.object || !accessKeyId || !signature || !expires) return undefined
  return {
    accessKeyId,
    // It names no region and no day.
    region: 'us-east-1',
    date: '',
    timestamp: '',
    signingName: 's3',
    signedHeaders: [],
    signature,
    securityToken: query.get('x-amz-security-token') ?? undefined,
    expires: undefined,
    expiresAt: Number(expires) * 1000,
  }
}

/** True when `secretAccessKey` made this signature over this request (AWS Signature Version 2). */
export function isSignedByV2(secretAccessKey: string, signature: Signature, request: WireRequest): boolean {
  const { method, headers, object, query } = request
  const parameters = new URLSearchParams(query)
  const amz = new Map<string, string>()
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith('x-amz-')) amz.set(name, String(value).trim())
  }
  if (signature.securityToken !== undefined) amz.set('x-amz-security-token', signature.securityToken)
  const covered = [...parameters]
    .filter(([name]) => SIGNED.has(name))
    .sort(([a], [b]) => (a < b ? -1 : Number(a > b)))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
  const toSign = [
    method,
    headers['content-md5'] ?? '',
    headers['content-type'] ?? '',
    parameters.get('Expires') ?? '',
    ...[...amz].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}:${value}`),
    `${object?.path ?? ''}${covered.length > 0 ? `?${covered.join('&')}` : ''}`,
  ].join('\n')
  return isTextSignedByV2(secretAccessKey, signature, toSign)
}

/** True when `secretAccessKey` made this signature over a text, as the policy of a form is. */
export function isTextSignedByV2(secretAccessKey: string, signature: Signature, text: string): boolean {
  const expected = createHmac('sha1', secretAccessKey).update(text).digest()
  const given = Buffer.from(signature.signature, 'base64')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
