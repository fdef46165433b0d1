import type { IncomingHttpHeaders } from 'node:http'

/** A bucket's name as it may stand in a host name. */
const BUCKET = '[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]'
const REGION = '[a-z]{2,4}(?:-[a-z]+)+-\\d{1,2}'

/** Hosts of S3 itself; a bucket before them is what the request is about. */
const SERVICE = new RegExp(
  `^(?:(${BUCKET})\\.)?s3(?:[.-](?:dualstack\\.)?${REGION})?\\.(?:amazonaws\\.com|localhost)$`,
)
const LOCAL = new RegExp(`^(${BUCKET})\\.localhost$`)

/** What a host name says of S3; undefined for hosts that are none of S3's. */
export interface S3Host {
  bucket: string | undefined
  /** False for `<name>.localhost`, which may be about anything. */
  certain: boolean
}

/** Reads a Host header. */
export function s3Host(host: string | undefined): S3Host | undefined {
  const name = (host ?? '').replace(/:\d+$/, '').toLowerCase()
  const service = SERVICE.exec(name)
  if (service) return { bucket: service[1], certain: true }
  const [, bucket] = LOCAL.exec(name) ?? []
  return bucket === undefined ? undefined : { bucket, certain: false }
}

/** True when the credential scope of a signature, in a header or in the query, is S3's. */
export function isSignedForS3(headers: IncomingHttpHeaders, query: string): boolean {
  if (headers.authorization !== undefined) return /\/s3\/aws4_request\b/.test(headers.authorization)
  return (
    /(?:^|&)X-Amz-Credential=[^&]*(?:%2F|\/)s3(?:%2F|\/)aws4_request/i.test(query) ||
    (/(?:^|&)AWSAccessKeyId=/.test(query) && /(?:^|&)Signature=/.test(query))
  )
}

/** The bucket that comes first in a path; undefined where there is none. */
export function bucketInPath(path: string): string | undefined {
  const [, first] = /^\/([^/]+)/.exec(path) ?? []
  return first
}
