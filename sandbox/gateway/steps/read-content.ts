import { createHash } from 'node:crypto'
import { checksumOf } from '../../dataplane/objects/checksums.ts'
import { declaredAlgorithms, declaredDigests, verifyDigests } from '../../dataplane/objects/verify-digests.ts'
import { openPayload, withoutChunking } from '../../dataplane/objects/payload.ts'
import { AwsError } from '../../operation.ts'
import type { ModelOperation, WireRequest } from '../../protocol/protocol.ts'
import { LARGEST_BODY } from '../body.ts'
import type { Exchange } from '../exchange.ts'
import { chunkSigner } from '../sigv4.ts'

/** A request to S3 with its content: as a stream for an operation that takes it so, else whole. */
export async function withContent(
  { signature, caller }: Exchange,
  request: WireRequest,
  { input }: ModelOperation,
): Promise<WireRequest> {
  const { object, headers } = request
  if (!object || request.method === 'GET' || request.method === 'HEAD') return request
  const signer =
    signature && caller && signature.expiresAt === undefined
      ? chunkSigner(caller.secretAccessKey, signature)
      : undefined
  const payload = openPayload(object.content, headers, signer)
  const read = { ...request, headers: withoutChunking(headers) }
  const streams =
    !input.isUnitSchema() &&
    [...input.structIterator()].some(
      ([, member]) => member.isBlobSchema() && member.getMergedTraits().httpPayload,
    )
  if (streams) return { ...read, stream: payload }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of payload) {
    size += chunk.length
    if (size > LARGEST_BODY) {
      throw new AwsError('MaxMessageLengthExceeded', 'Your request was too big.')
    }
    chunks.push(chunk)
  }
  const body = Buffer.concat(chunks)
  const declared = declaredDigests(payload.trailers, declaredDigests(headers))
  const checksums = declaredAlgorithms(declared).map(name => [name, checksumOf(name, body)] as const)
  verifyDigests(declared, createHash('md5').update(body).digest(), new Map(checksums))
  return { ...read, body }
}
