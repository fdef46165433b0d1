const LF = 10
/** Longest line of a chunk's size with its extensions, or of trailers. */
const MAX_LINE = 8 * 1024

/** Takes the framing off a chunked body (RFC 9112, 7.1). Trailers are dropped. */
export class ChunkedDecoder {
  #state: 'size' | 'data' | 'data-end' | 'trailers' = 'size'
  #remaining = 0
  #line = ''
  /** Bytes of the last `decode` that stand behind the body's end. */
  rest = 0

  /** Passes on the data; answers whether the body has ended, or undefined when it is malformed. */
  decode(bytes: Buffer, pass: (data: Buffer) => void): boolean | undefined {
    let at = 0
    while (at < bytes.length) {
      if (this.#state === 'data') {
        const end = Math.min(bytes.length, at + this.#remaining)
        pass(bytes.subarray(at, end))
        this.#remaining -= end - at
        at = end
        if (this.#remaining === 0) this.#state = 'data-end'
        continue
      }
      const newline = bytes.indexOf(LF, at)
      const end = newline < 0 ? bytes.length : newline + 1
      this.#line += bytes.toString('latin1', at, end)
      at = end
      if (this.#line.length > MAX_LINE) return undefined
      if (newline < 0) break
      if (!this.#line.endsWith('\r\n')) return undefined
      const line = this.#line.slice(0, -2)
      this.#line = ''
      const ended = this.#take(line)
      if (ended === undefined) return undefined
      if (ended) {
        this.rest = bytes.length - at
        return true
      }
    }
    return false
  }

  #take(line: string): boolean | undefined {
    if (this.#state === 'data-end') {
      this.#state = 'size'
      return line === '' ? false : undefined
    }
    if (this.#state === 'trailers') return line === ''
    const [, size] = /^([0-9a-fA-F]{1,12})[ \t]*(?:;.*)?$/.exec(line) ?? []
    if (size === undefined) return undefined
    this.#remaining = parseInt(size, 16)
    this.#state = this.#remaining === 0 ? 'trailers' : 'data'
    return false
  }
}
