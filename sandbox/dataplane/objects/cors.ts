import type { CORSRule } from '@aws-sdk/client-s3'
import type { Sandbox } from '../../operation.ts'
import { AwsError } from '../../operation.ts'
import type { WireRequest } from '../../protocol/protocol.ts'
import { findBucket } from '../../services/s3/buckets.ts'
import { matches } from '../../services/iam/policy/wildcard.ts'
import { bucketInPath } from './address.ts'

/** What a browser is told of a request from a page of another origin: the headers of the bucket's first rule that fits. */
export function corsHeaders(sandbox: Sandbox, request: WireRequest): Record<string, string> {
  const { origin } = request.headers
  if (origin === undefined) return {}
  const method = request.headers['access-control-request-method'] ?? request.method
  const rule = rulesOf(sandbox, request).find(candidate => fits(candidate, origin, method, []))
  return rule ? headersOf(rule, origin, undefined) : {}
}

/** Answers a browser's question whether it may ask. Throws AccessForbidden. */
export function preflight(sandbox: Sandbox, request: WireRequest): Record<string, string> {
  const { origin } = request.headers
  const method = request.headers['access-control-request-method']
  if (origin === undefined || method === undefined) {
    const text = 'Insufficient information. Origin request header needed.'
    throw new AwsError('BadRequest', text)
  }
  const rules = rulesOf(sandbox, request)
  const wanted = (request.headers['access-control-request-headers'] ?? '')
    .split(',')
    .map(name => name.trim().toLowerCase())
    .filter(Boolean)
  const rule = rules.find(candidate => fits(candidate, origin, method, wanted))
  if (rule) return headersOf(rule, origin, wanted)
  const text =
    rules.length === 0
      ? 'CORSResponse: CORS is not enabled for this bucket.'
      : "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec."
  throw new AwsError('AccessForbidden', text, 403, { members: { Method: method, ResourceType: 'OBJECT' } })
}

function rulesOf(sandbox: Sandbox, request: WireRequest): CORSRule[] {
  const name = bucketInPath(request.object?.path ?? '')
  return (name === undefined ? undefined : findBucket(sandbox, name)?.bucket.cors) ?? []
}

function fits(rule: CORSRule, origin: string, method: string, headers: string[]): boolean {
  return (
    (rule.AllowedMethods ?? []).includes(method) &&
    (rule.AllowedOrigins ?? []).some(pattern => matches(pattern, origin)) &&
    headers.every(header =>
      (rule.AllowedHeaders ?? []).some(pattern => matches(pattern.toLowerCase(), header)),
    )
  )
}

function headersOf(rule: CORSRule, origin: string, wanted: string[] | undefined): Record<string, string> {
  const any = rule.AllowedOrigins?.includes('*')
  return {
    'access-control-allow-origin': any ? '*' : origin,
    'access-control-allow-methods': (rule.AllowedMethods ?? []).join(', '),
    ...(!any && { 'access-control-allow-credentials': 'true' }),
    ...(wanted?.length && { 'access-control-allow-headers': wanted.join(', ') }),
    ...(rule.ExposeHeaders?.length && { 'access-control-expose-headers': rule.ExposeHeaders.join(', ') }),
    ...(rule.MaxAgeSeconds !== undefined && { 'access-control-max-age': String(rule.MaxAgeSeconds) }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  }
}
