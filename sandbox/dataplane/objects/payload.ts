import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { AwsError } from '../../operation.ts'
import { type ChunkSigner, decodeChunks } from './chunks.ts'

/** The content of a request, decoded and verified as it is read: reading it to its end throws where it is not what was signed. */
export interface Payload extends AsyncIterable<Buffer> {
  /** Bytes of the content, as the request announces them; of a form's file those of the whole form. */
  length: number | undefined
  /** Names of the trailers that the request announces. */
  announced: string[]
  /** Headers that came after the content; whole once it has been read. */
  trailers: Record<string, string>
}

const LARGEST = 5 * 1024 ** 3

/** What is not a hash in x-amz-content-sha256, and means chunks. */
const STREAMING = /^STREAMING-(UNSIGNED-PAYLOAD|AWS4-HMAC-SHA256-PAYLOAD)(-TRAILER)?$/

/** Opens the content of a request; `signer` knows what the signatures of chunks follow from, where they are verified. */
export function openPayload(
  content: AsyncIterable<Buffer>,
  headers: IncomingHttpHeaders,
  signer: ChunkSigner | undefined,
): Payload {
  const declared = text(headers['x-amz-content-sha256']) ?? ''
  const streaming = STREAMING.exec(declared)
  const isChunked = streaming !== null || /\baws-chunked\b/.test(headers['content-encoding'] ?? '')
  if (declared.startsWith('STREAMING-') && !streaming) {
    throw new AwsError('NotImplemented', `The practice account does not verify ${declared}.`, 501)
  }
  const length = lengthOf(headers, isChunked)
  const trailers: Record<string, string> = {}
  const signed = streaming?.[1] === 'AWS4-HMAC-SHA256-PAYLOAD' ? signer : undefined
  const decoded = isChunked ? decodeChunks(content, trailers, signed) : content
  const hash = /^[0-9a-f]{64}$/i.test(declared) ? declared.toLowerCase() : undefined
  const announced = (text(headers['x-amz-trailer']) ?? '').toLowerCase().split(/\s*,\s*/)
  return { length, announced, trailers, [Symbol.asyncIterator]: () => verified(decoded, length, hash) }
}

/** Content-Encoding as the object is to keep it. */
export function withoutChunking(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { 'content-encoding': codings, ...others } = headers
  if (codings === undefined) return headers
  const kept = codings
    .split(',')
    .map(coding => coding.trim())
    .filter(coding => coding !== 'aws-chunked' && coding !== '')
    .join(',')
  return kept ? { ...others, 'content-encoding': kept } : others
}

async function* verified(
  content: AsyncIterable<Buffer>,
  length: number | undefined,
  declared: string | undefined,
): AsyncGenerator<Buffer> {
  const hash = declared === undefined ? undefined : createHash('sha256')
  let size = 0
  try {
    for await (const chunk of content) {
      size += chunk.length
      if (size > (length ?? LARGEST)) throw length === undefined ? tooLarge() : incompleteBody()
      hash?.update(chunk)
      yield chunk
    }
  } catch (error) {
    // The client went away: what came of its request is to be thrown away, and nobody reads the answer.
    if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') throw incompleteBody()
    throw error
  }
  if (length !== undefined && size !== length) throw incompleteBody()
  const actual = hash?.digest('hex')
  if (actual === declared) return
  throw new AwsError(
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    400,
    { members: { ClientComputedContentSHA256: declared ?? '', S3ComputedContentSHA256: actual ?? '' } },
  )
}

function lengthOf(headers: IncomingHttpHeaders, isChunked: boolean): number | undefined {
  const header = isChunked ? headers['x-amz-decoded-content-length'] : headers['content-length']
  if (header === undefined) return undefined
  const length = Number(header)
  if (!Number.isSafeInteger(length) || length < 0) throw incompleteBody()
  if (length > LARGEST) throw tooLarge(length)
  return length
}

function tooLarge(length?: number): AwsError {
  const members = {
    ...(length !== undefined && { ProposedSize: String(length) }),
    MaxSizeAllowed: String(LARGEST),
  }
  return new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400, {
    members,
  })
}

function incompleteBody(): AwsError {
  return new AwsError(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  )
}

function text(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
