import { AwsError } from '../operation.ts'
import type { WireRequest } from './protocol.ts'

/** The request with its body whole, where it was sent in `aws-chunked` pieces; trailers become headers. */
export function decodeChunked(request: WireRequest): WireRequest {
  const codings = String(request.headers['content-encoding'] ?? '')
    .split(',')
    .map(coding => coding.trim())
  if (!codings.includes('aws-chunked')) return request
  const { body, trailers } = readChunks(request.body)
  const declared = request.headers['x-amz-decoded-content-length']
  if (declared !== undefined && Number(declared) !== body.length) {
    throw incomplete(`x-amz-decoded-content-length says ${String(declared)} bytes; got ${body.length}.`)
  }
  const others = codings.filter(coding => coding !== 'aws-chunked').join(', ')
  const { 'content-encoding': _coding, ...headers } = request.headers
  return {
    ...request,
    headers: {
      ...headers,
      ...trailers,
      'content-length': String(body.length),
      ...(others && { 'content-encoding': others }),
    },
    body,
  }
}

function readChunks(bytes: Buffer): { body: Buffer; trailers: Record<string, string> } {
  const chunks: Buffer[] = []
  let at = 0
  const line = () => {
    const end = bytes.indexOf('\r\n', at)
    const text = bytes.toString('latin1', at, end === -1 ? bytes.length : end)
    at = end === -1 ? bytes.length : end + 2
    return text
  }
  for (;;) {
    const [size = ''] = line().split(';')
    if (!/^[0-9a-f]{1,8}$/i.test(size))
      throw incomplete(`Expected the size of a chunk; got "${size.slice(0, 20)}".`)
    const length = Number.parseInt(size, 16)
    if (length === 0) break
    if (at + length > bytes.length) throw incomplete('The last chunk is cut short.')
    chunks.push(bytes.subarray(at, at + length))
    at += length
    if (line() !== '') throw incomplete('A chunk is longer than it says.')
  }
  const trailers: Record<string, string> = {}
  for (let text = line(); text !== ''; text = line()) {
    const colon = text.indexOf(':')
    if (colon > 0) trailers[text.slice(0, colon).trim().toLowerCase()] = text.slice(colon + 1).trim()
  }
  return { body: Buffer.concat(chunks), trailers }
}

function incomplete(why: string): AwsError {
  return new AwsError('IncompleteBody', `The aws-chunked request body cannot be read. ${why}`)
}
