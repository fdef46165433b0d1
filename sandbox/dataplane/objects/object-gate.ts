import type { IncomingMessage } from 'node:http'
import type { WireRequest } from '../../protocol/protocol.ts'
import type { Sandbox } from '../../operation.ts'
import { findBucket } from '../../services/s3/buckets.ts'
import { bucketInPath, isSignedForS3, s3Host } from './address.ts'

/** Names of the practice account that are no buckets' names. */
const OWN = /^\/(?:_sandbox|v2)(?:\/|$)/

/**
 * The request as S3 takes it, its body not read; undefined for what is not for S3. It is S3's by its signature's scope, by S3's
 * host names, or, unsigned, by the name of a bucket that exists.
 */
export function objectRequest(sandbox: Sandbox, request: IncomingMessage): WireRequest | undefined {
  const { method = 'GET', headers } = request
  const [, authority, rest] = /^http:\/\/([^/?#]+)(.*)$/i.exec(request.url ?? '') ?? []
  const url = rest === undefined ? (request.url ?? '/') : rest || '/'
  const mark = url.indexOf('?')
  const path = mark === -1 ? url : url.slice(0, mark)
  const query = mark === -1 ? '' : url.slice(mark + 1)
  const host = s3Host(authority ?? headers.host)
  // What is asked of another host through the forward proxy is that host's.
  if (authority !== undefined && !host) return undefined
  const signed = isSignedForS3(headers, query)
  if (!signed && headers.authorization?.startsWith('AWS4-')) return undefined
  const named = host?.bucket
  const takesHost =
    named !== undefined && (host?.certain || signed || findBucket(sandbox, named) !== undefined)
  if (!takesHost && !signed && !host?.certain) {
    // Load balancers are found by AWS's names, whatever their paths.
    const bucket =
      OWN.test(path) || /\.amazonaws\.com/i.test(headers.host ?? '') ? undefined : bucketInPath(path)
    if (bucket === undefined || !findBucket(sandbox, bucket)) return undefined
  }
  return {
    method,
    path,
    query,
    headers,
    body: Buffer.alloc(0),
    object: {
      path: takesHost ? `/${named}${path === '/' ? '' : path}` : path,
      content: request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>,
    },
  }
}
