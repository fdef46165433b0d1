import { connect } from 'node:net'
import { percentile } from './measurement.ts'

const CONNECTIONS = 16

export interface Load {
  perSecond: number
  p50Ms: number
  p99Ms: number
  /** Answers other than 200, and connections that ended. */
  failures: number
}

/** One HTTP/1.1 request, as its bytes. */
export function requestBytes(
  { method = 'GET', path, headers }: { method?: string; path: string; headers: Record<string, string> },
  body: string | Uint8Array = '',
): Buffer {
  const content = Buffer.from(body)
  const length = content.length > 0 ? { 'content-length': String(content.length) } : {}
  const lines = Object.entries({ ...headers, ...length }).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`), content])
}

/**
 * Sends the same request to a port of this machine as fast as it is answered, over kept connections, for `seconds`. It reads of an
 * answer only what it must (status, content-length), so that this client is not what is measured.
 */
export async function load(
  port: number,
  request: Buffer,
  seconds: number,
  connections = CONNECTIONS,
): Promise<Load> {
  const samples: number[] = []
  let failures = 0
  const end = performance.now() + seconds * 1000
  const client = () =>
    new Promise<void>(resolve => {
      const socket = connect(port, '127.0.0.1')
      let sent = 0
      let text = ''
      const next = () => {
        if (performance.now() >= end) return void socket.end(() => resolve())
        sent = performance.now()
        text = ''
        socket.write(request)
      }
      socket.setNoDelay(true)
      socket.once('connect', next)
      socket.on('data', chunk => {
        text += chunk.toString('latin1')
        if (!isWhole(text)) return
        samples.push(performance.now() - sent)
        if (!text.startsWith('HTTP/1.1 200')) failures++
        next()
      })
      socket.once('error', () => {
        failures++
        resolve()
      })
      socket.once('close', () => resolve())
    })
  const started = performance.now()
  await Promise.all(Array.from({ length: connections }, client))
  const took = (performance.now() - started) / 1000
  return {
    perSecond: samples.length / took,
    p50Ms: percentile(samples, 0.5),
    p99Ms: percentile(samples, 0.99),
    failures,
  }
}

function isWhole(text: string): boolean {
  const head = text.indexOf('\r\n\r\n')
  if (head === -1) return false
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head + 2))?.[1]
  return length === undefined ? text.endsWith('0\r\n\r\n') : text.length >= head + 4 + Number(length)
}
