import { createHash, createHmac } from 'node:crypto'
import { request } from 'node:http'
import type { AccountKey } from './accounts.ts'

/** A request whose signature tests make by hand, so that they can make it wrong. */
export interface RawRequest {
  endpoint: string
  key: Pick<AccountKey, 'accessKeyId' | 'secretAccessKey'>
  service: string
  body: string
  headers?: Record<string, string>
  sessionToken?: string
  /** When it says it was signed. */
  at?: number
  /** Changes what is sent after it has been signed. */
  tamper?: (sent: { body: string; headers: Record<string, string>; path: string }) => void
  /** Seconds; signs the query instead of a header. */
  presign?: number
}

export interface RawAnswer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

const REGION = 'eu-west-1'

/** A form request of the query protocols. */
export const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/** Headers of an awsJson request. */
export const json = (target: string) => ({
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': target,
})

/** Signs by AWS's published algorithm, written down apart from the server's own, and sends. */
export function send({
  endpoint,
  key,
  service,
  body,
  tamper,
  presign,
  ...options
}: RawRequest): Promise<RawAnswer> {
  const timestamp = new Date(options.at ?? Date.now()).toISOString().replace(/[-:]|\.\d+/g, '')
  const scope = `${timestamp.slice(0, 8)}/${REGION}/${service}/aws4_request`
  const credential = `${key.accessKeyId}/${scope}`
  const headers: Record<string, string> = { host: new URL(endpoint).host, ...options.headers }
  const query = new URLSearchParams()
  if (presign === undefined) {
    headers['x-amz-date'] = timestamp
    if (options.sessionToken) headers['x-amz-security-token'] = options.sessionToken
  } else {
    query.set('X-Amz-Algorithm', 'AWS4-HMAC-SHA256')
    query.set('X-Amz-Credential', credential)
    query.set('X-Amz-Date', timestamp)
    query.set('X-Amz-Expires', String(presign))
    for (const [name, value] of new URLSearchParams(body)) query.set(name, value)
    query.set('X-Amz-SignedHeaders', Object.keys(headers).sort().join(';'))
    query.sort()
  }
  const method = presign === undefined ? 'POST' : 'GET'
  const payload = presign === undefined ? body : ''
  const names = Object.keys(headers).sort()
  const canonical = [
    method,
    '/',
    query.toString().replaceAll('+', '%20'),
    ...names.map(name => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    sha256(payload),
  ].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', timestamp, scope, sha256(canonical)].join('\n')
  const signingKey = scope.split('/').reduce(hmac, Buffer.from(`AWS4${key.secretAccessKey}`))
  const signature = hmac(signingKey, toSign).toString('hex')
  if (presign === undefined) {
    headers['authorization'] =
      `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`
  } else {
    query.set('X-Amz-Signature', signature)
  }
  const sent = { body: payload, headers, path: `/${presign === undefined ? '' : `?${query.toString()}`}` }
  tamper?.(sent)
  return exchange(endpoint, method, sent.path, sent.headers, sent.body)
}

/** Sends a request as it is. */
export function exchange(
  endpoint: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(endpoint, { method, path, headers, agent: false }, response => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        })
      })
      response.on('error', reject)
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
