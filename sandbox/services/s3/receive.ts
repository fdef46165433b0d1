import type { Readable } from 'node:stream'
import type { ChecksumName } from '../../dataplane/objects/checksums.ts'
import { CHECKSUM_ALGORITHMS } from '../../dataplane/objects/checksums.ts'
import type { Payload } from '../../dataplane/objects/payload.ts'
import { receiveObject, type ReceivedObject } from '../../dataplane/objects/receive-object.ts'
import {
  checkDigestForm,
  declaredAlgorithms,
  declaredDigests,
  type DeclaredDigests,
  verifyDigests,
} from '../../dataplane/objects/verify-digests.ts'
import { AwsError, type Sandbox } from '../../operation.ts'
import { invalidRequest, storageError } from './errors.ts'

interface ContentInput extends DeclaredDigests {
  Body?: unknown
  ChecksumAlgorithm?: string | undefined
}

/** What a request's content came to be, and the checksum that is kept with it. */
export interface ReceivedContent extends ReceivedObject {
  checksum?: { algorithm: ChecksumName; value: string }
}

/** Streams a request's content to the disk and compares it with the digests it was sent with. Throws what S3 says of a difference. */
export async function receiveContent(
  sandbox: Sandbox,
  accountId: string,
  input: ContentInput,
  also?: ChecksumName,
): Promise<ReceivedContent> {
  const payload = input.Body as Payload
  if (payload.length === undefined) {
    throw new AwsError('MissingContentLength', 'You must provide the Content-Length HTTP header.', 411)
  }
  const sent = declaredDigests({}, input)
  checkDigestForm(sent)
  const announced = CHECKSUM_ALGORITHMS.filter(name =>
    payload.announced.includes(`x-amz-checksum-${name.toLowerCase()}`),
  )
  const [named] = declaredAlgorithms(sent).length > 0 ? declaredAlgorithms(sent) : announced
  const algorithm = named ?? also ?? checksumName(input.ChecksumAlgorithm)
  const algorithms = new Set([algorithm, also].filter(name => name !== undefined))
  let received: ReceivedObject | undefined
  try {
    received = await receiveObject(sandbox, accountId, payload, algorithms)
    const declared = declaredDigests(payload.trailers, sent)
    verifyDigests(declared, received.md5, received.checksums)
    const missing = announced.find(name => declared[`Checksum${name}`] === undefined)
    if (missing) {
      throw new AwsError(
        'MalformedTrailerError',
        'The request contained trailing data that was not well-formed or did not conform to our published schema.',
      )
    }
  } catch (error) {
    await received?.discard()
    throw storageError(error)
  }
  const kept = also ?? algorithm
  const value = kept && received.checksums.get(kept)?.toString('base64')
  return {
    ...received,
    keep: keepOf(received),
    ...(kept && value !== undefined && { checksum: { algorithm: kept, value } }),
  }
}

/** Content that is on this machine already, as a copy's is. */
export async function receiveCopy(
  sandbox: Sandbox,
  accountId: string,
  content: Readable,
  algorithm: ChecksumName | undefined,
): Promise<ReceivedContent> {
  try {
    const received = await receiveObject(sandbox, accountId, content, algorithm ? [algorithm] : [])
    const value = algorithm && received.checksums.get(algorithm)?.toString('base64')
    return {
      ...received,
      keep: keepOf(received),
      ...(algorithm && value !== undefined && { checksum: { algorithm, value } }),
    }
  } catch (error) {
    throw storageError(error)
  }
}

/** The account may have been emptied since the bytes came, and their file with it. */
function keepOf({ keep }: ReceivedObject): () => string {
  return () => {
    try {
      return keep()
    } catch (error) {
      throw storageError(error)
    }
  }
}

/** The algorithm of a name; undefined for none. Throws InvalidRequest. */
export function checksumName(name: string | undefined): ChecksumName | undefined {
  if (name === undefined) return undefined
  const known = CHECKSUM_ALGORITHMS.find(one => one === name.toUpperCase())
  if (known) return known
  throw invalidRequest(
    'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
  )
}

/** In the answer, each algorithm has a member of its own. */
export function shownChecksum(
  checksum: { algorithm: ChecksumName; value: string; type?: 'FULL_OBJECT' | 'COMPOSITE' } | undefined,
): DeclaredDigests & { ChecksumType?: 'FULL_OBJECT' | 'COMPOSITE' } {
  if (!checksum) return {}
  const { algorithm, value, type } = checksum
  return { [`Checksum${algorithm}`]: value, ...(type && { ChecksumType: type }) }
}

export function eTagOf(md5: Buffer): string {
  return `"${md5.toString('hex')}"`
}
