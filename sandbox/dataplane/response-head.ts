/** How the end of an answer's body is known: a length in bytes, chunks, or the end of the connection. */
export type Framing = number | 'chunked' | 'close'

export interface ResponseHead {
  status: number
  reason: string
  /** Flat list for the client: without what belongs to the one connection (RFC 9110, 7.6.1). */
  headers: string[]
  framing: Framing
  /** Whether the connection can carry another request afterwards. */
  keepAlive: boolean
  /** How long the target keeps an idle connection, when it says so; milliseconds. */
  keepAliveMs: number | undefined
}

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: (.*))?$/

/** Reads the head of a target's answer, strictly; undefined when it is malformed or its length is ambiguous. */
export function parseResponseHead(text: string): ResponseHead | undefined {
  const lines = text.split('\r\n')
  const [, minor, code, reason = ''] = STATUS_LINE.exec(lines[0] ?? '') ?? []
  if (code === undefined) return undefined
  const headers: string[] = []
  const framing: { length?: number; chunked?: boolean } = {}
  let keepAlive = minor === '1'
  let keepAliveMs: number | undefined
  let nominated: string[] | undefined
  for (let index = 1; index < lines.length; index++) {
    const line = lines[index] as string
    const colon = line.indexOf(':')
    // A line that begins with a space continues the one before, which nobody may send any more.
    if (colon <= 0 || line.charCodeAt(0) <= 32 || line.charCodeAt(colon - 1) <= 32) return undefined
    const name = line.slice(0, colon)
    const value = line.slice(colon + 1).trim()
    switch (name.length) {
      case 2:
      case 7:
      case 16:
        if (PER_CONNECTION.has(name.toLowerCase())) continue
        break
      case 10: {
        const lower = name.toLowerCase()
        if (lower === 'connection') {
          const tokens = value.toLowerCase().split(/\s*,\s*/)
          if (tokens.includes('close')) keepAlive = false
          else if (tokens.includes('keep-alive')) keepAlive = true
          const others = tokens.filter(token => token !== 'close' && token !== 'keep-alive')
          if (others.length > 0) nominated = [...(nominated ?? []), ...others]
          continue
        }
        if (lower === 'keep-alive') {
          const [, seconds] = /timeout=(\d+)/i.exec(value) ?? []
          if (seconds !== undefined) keepAliveMs = Number(seconds) * 1000
          continue
        }
        break
      }
      case 14:
        if (name.toLowerCase() === 'content-length') {
          if (!/^\d{1,15}$/.test(value)) return undefined
          if (framing.length !== undefined && framing.length !== Number(value)) return undefined
          if (framing.length !== undefined) continue
          framing.length = Number(value)
        }
        break
      case 17:
        if (name.toLowerCase() === 'transfer-encoding') {
          if (framing.chunked || value.toLowerCase() !== 'chunked') return undefined
          framing.chunked = true
          continue
        }
        break
    }
    headers.push(name, value)
  }
  if (framing.chunked && framing.length !== undefined) return undefined
  return {
    status: Number(code),
    reason,
    headers: nominated ? without(headers, nominated) : headers,
    framing: framing.chunked ? 'chunked' : (framing.length ?? 'close'),
    keepAlive,
    keepAliveMs,
  }
}

const PER_CONNECTION = new Set(['te', 'trailer', 'upgrade', 'proxy-connection'])

function without(headers: string[], names: string[]): string[] {
  const dropped = new Set(names.filter(name => name !== 'content-length'))
  const kept: string[] = []
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index] as string
    if (!dropped.has(name.toLowerCase())) kept.push(name, headers[index + 1] as string)
  }
  return kept
}
