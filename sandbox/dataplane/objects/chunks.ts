import { createHash, timingSafeEqual } from 'node:crypto'
import { AwsError } from '../../operation.ts'

/** Signs the pieces of a body one after the other, each with the signature before it. */
export interface ChunkSigner {
  /** The signature that a chunk with this hash must have. */
  chunk(sha256: string): string
  /** The signature that these trailers must have. */
  trailer(sha256: string): string
}

const LONGEST_LINE = 16 * 1024

/** Takes the content out of an `aws-chunked` body as it comes; signatures are verified at the end of each chunk. */
export async function* decodeChunks(
  body: AsyncIterable<Buffer>,
  trailers: Record<string, string>,
  signer: ChunkSigner | undefined,
): AsyncGenerator<Buffer> {
  const reader = new Reader(body)
  try {
    for (;;) {
      const [size = '', ...extensions] = (await reader.line()).split(';')
      if (!/^[0-9a-f]{1,16}$/i.test(size)) throw incomplete()
      const length = Number.parseInt(size, 16)
      const hash = createHash('sha256')
      for (let rest = length; rest > 0;) {
        const piece = await reader.take(rest)
        rest -= piece.length
        if (signer) hash.update(piece)
        yield piece
      }
      if (signer) {
        const given = extensions.find(one => one.startsWith('chunk-signature='))?.slice(16) ?? ''
        if (!same(given, signer.chunk(hash.digest('hex')))) throw wrongSignature()
      }
      if (length === 0) break
      if ((await reader.line()) !== '') throw incomplete()
    }
    await readTrailers(reader, trailers, signer)
  } finally {
    await reader.end()
  }
}

async function readTrailers(
  reader: Reader,
  trailers: Record<string, string>,
  signer: ChunkSigner | undefined,
): Promise<void> {
  let canonical = ''
  for (let line = await reader.lastLine(); line !== ''; line = await reader.lastLine()) {
    const colon = line.indexOf(':')
    if (colon < 1) throw incomplete()
    const name = line.slice(0, colon).trim().toLowerCase()
    const value = line.slice(colon + 1).trim()
    trailers[name] = value
    if (name !== 'x-amz-trailer-signature') canonical += `${name}:${value}\n`
  }
  const { 'x-amz-trailer-signature': given } = trailers
  if (!signer || (canonical === '' && given === undefined)) return
  const hash = createHash('sha256').update(canonical).digest('hex')
  if (!same(given ?? '', signer.trailer(hash))) throw wrongSignature()
}

/** Reads lines and runs of bytes out of chunks of any size, without putting them together. */
class Reader {
  readonly #chunks: AsyncIterator<Buffer>
  #held: Buffer = Buffer.alloc(0)

  constructor(body: AsyncIterable<Buffer>) {
    this.#chunks = body[Symbol.asyncIterator]()
  }

  /** Up to the next CRLF, which is taken too. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#held.indexOf('\r\n')
      if (end !== -1) {
        const text = this.#held.toString('latin1', 0, end)
        this.#held = this.#held.subarray(end + 2)
        return text
      }
      if (this.#held.length > LONGEST_LINE || !(await this.#more())) throw incomplete()
    }
  }

  /** As `line`; the end of the body is an empty line. */
  async lastLine(): Promise<string> {
    if (this.#held.length === 0 && !(await this.#more())) return ''
    return this.line()
  }

  /** One to `most` bytes. */
  async take(most: number): Promise<Buffer> {
    while (this.#held.length === 0) if (!(await this.#more())) throw incomplete()
    const piece = this.#held.subarray(0, most)
    this.#held = this.#held.subarray(piece.length)
    return piece
  }

  async end(): Promise<void> {
    await this.#chunks.return?.()
  }

  async #more(): Promise<boolean> {
    const next = await this.#chunks.next()
    if (next.done) return false
    const { value } = next
    this.#held = this.#held.length === 0 ? value : Buffer.concat([this.#held, value])
    return true
  }
}

function same(given: string, expected: string): boolean {
  return (
    given.length === expected.length && timingSafeEqual(Buffer.from(given, 'latin1'), Buffer.from(expected))
  )
}

function wrongSignature(): AwsError {
  return new AwsError(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    403,
  )
}

function incomplete(): AwsError {
  return new AwsError(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  )
}
