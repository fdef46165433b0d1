import http, { type IncomingMessage } from 'node:http'
import { percentile } from './percentile.ts'
import { type AppTarget, authorityOf } from '../preview/app-target.ts'
import type { LoadDto } from '../contract.ts'

const TICK_MS = 50
const TIMEOUT_MS = 10_000
/** Beyond that the site is too slow for the rate: what would come on top is counted as held back. */
const MAX_IN_FLIGHT = 512
const KEPT_SECONDS = 120
const KEPT_LATENCIES = 5_000
const VERSION_LIMIT = 4_096

export interface LoadOptions {
  requestsPerSecond: number
  seconds: number
  path: string
}

/** Requests to a learner's site at an even rate, however slow the answers are, and what came of them. */
export class Load {
  readonly #options: LoadOptions
  readonly #target: AppTarget
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: MAX_IN_FLIGHT })
  readonly #startedAt = Date.now()
  readonly #seconds = new Map<number, LoadDto['seconds'][number]>()
  readonly #latencies: number[] = []
  readonly #counts = { sent: 0, answered: 0, failed: 0, lost: 0, heldBack: 0 }
  #timer: NodeJS.Timeout | undefined
  #inFlight = 0
  #endedAt: number | null = null

  constructor(target: AppTarget, options: LoadOptions) {
    this.#target = target
    this.#options = options
    this.#timer = setInterval(() => this.#tick(), TICK_MS)
  }

  get running(): boolean {
    return this.#endedAt === null
  }

  stop(): void {
    if (!this.running) return
    clearInterval(this.#timer)
    this.#endedAt = Date.now()
    this.#agent.destroy()
  }

  present(): LoadDto {
    const sorted = this.#latencies.toSorted((a, b) => a - b)
    return {
      ...this.#options,
      ...this.#counts,
      running: this.running,
      startedAt: this.#startedAt,
      endsAt: this.#endedAt ?? this.#startedAt + this.#options.seconds * 1000,
      p50Ms: percentile(sorted, 0.5),
      p99Ms: percentile(sorted, 0.99),
      seconds: [...this.#seconds.values()],
    }
  }

  #tick(): void {
    const elapsed = Date.now() - this.#startedAt
    const { requestsPerSecond, seconds } = this.#options
    const due = Math.floor((Math.min(elapsed, seconds * 1000) / 1000) * requestsPerSecond)
    for (let behind = due - this.#counts.sent - this.#counts.heldBack; behind > 0; behind--) {
      if (this.#inFlight < MAX_IN_FLIGHT) this.#send()
      else this.#counts.heldBack++
    }
    if (elapsed >= seconds * 1000 && this.#inFlight === 0) this.stop()
  }

  #send(): void {
    const { host, proxy, port } = this.#target
    const authority = authorityOf(this.#target)
    const { path } = this.#options
    const began = performance.now()
    this.#counts.sent++
    this.#inFlight++
    const request = http.get({
      agent: this.#agent,
      host: proxy?.hostname ?? host,
      port: proxy ? proxy.port || 80 : port,
      path: proxy ? `http://${authority}${path}` : path,
      headers: { host: authority, 'user-agent': 'slipway-load' },
      timeout: TIMEOUT_MS,
    })
    let done = false
    const settle = (status: number | null, version: string) => {
      if (done) return
      done = true
      this.#inFlight--
      // A request that was cut by Stop is nobody's failure.
      if (status === null && !this.running) this.#counts.sent--
      else this.#count(status, version, performance.now() - began)
    }
    request.on('timeout', () => request.destroy())
    request.on('error', () => settle(null, ''))
    request.on('response', response => {
      readVersion(response).then(
        version => settle(response.statusCode ?? 0, version),
        () => settle(null, ''),
      )
    })
  }

  #count(status: number | null, version: string, ms: number): void {
    const second = this.#second()
    if (status === null) {
      this.#counts.lost++
      second.lost++
      return
    }
    this.#counts.answered++
    second.byVersion[version] = (second.byVersion[version] ?? 0) + 1
    if (status >= 500) {
      this.#counts.failed++
      second.failed++
      second.failedByVersion[version] = (second.failedByVersion[version] ?? 0) + 1
    }
    this.#latencies.push(ms)
    if (this.#latencies.length > KEPT_LATENCIES) this.#latencies.splice(0, KEPT_LATENCIES / 10)
  }

  #second(): LoadDto['seconds'][number] {
    const at = Math.floor(Date.now() / 1000) * 1000
    let second = this.#seconds.get(at)
    if (!second) {
      second = { at, byVersion: {}, failedByVersion: {}, failed: 0, lost: 0 }
      this.#seconds.set(at, second)
      for (const old of this.#seconds.keys()) if (old <= at - KEPT_SECONDS * 1000) this.#seconds.delete(old)
    }
    return second
  }
}

/** The version that an answer names, in the header `x-app-version` or as `version` of a small JSON object; else ''. */
async function readVersion(response: IncomingMessage): Promise<string> {
  const named = response.headers['x-app-version']
  const isJson = response.headers['content-type']?.includes('json')
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (!named && isJson && size <= VERSION_LIMIT) chunks.push(chunk)
  }
  if (typeof named === 'string') return named.slice(0, 20)
  try {
    const { version } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { version?: unknown }
    return typeof version === 'string' || typeof version === 'number' ? String(version).slice(0, 20) : ''
  } catch {
    return ''
  }
}
