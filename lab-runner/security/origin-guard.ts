import type { IncomingMessage } from 'node:http'

/** Who a Host header speaks to: the workshop itself, the preview of a session (of its test listener with `test`), or nobody here. */
export type HostKind = { kind: 'workshop' } | { kind: 'preview'; token: string; test: boolean } | null

export interface OriginGuard {
  host(request: IncomingMessage): HostKind
  /** Whether an HTTP request may pass: Host known, and from the same origin when it changes something or reads the API. */
  allowsRequest(request: IncomingMessage): boolean
  /** Whether a socket may open: Host known, Origin present and its own. */
  allowsSocket(request: IncomingMessage): boolean
}

const READS = new Set(['GET', 'HEAD'])
const PREVIEW = /^(test\.)?([a-z0-9]{16,63})\.localhost:(\d+)$/

/**
 * The one place where Host and Origin are judged, for routes, polling, websockets and upgrades alike. A browser sets both; a page
 * of another origin, or a name that was made to point here, is refused.
 */
export function createOriginGuard(options: { port: () => number; publicUrl?: string }): OriginGuard {
  const publicUrl = options.publicUrl ? new URL(options.publicUrl) : null

  function hostOf(request: IncomingMessage): HostKind {
    const host = request.headers.host?.toLowerCase()
    if (!host) return null
    const port = options.port()
    if ([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`].includes(host))
      return { kind: 'workshop' }
    if (publicUrl && host === publicUrl.host) return { kind: 'workshop' }
    const preview = PREVIEW.exec(host)
    if (!preview || Number(preview[3]) !== port) return null
    return { kind: 'preview', token: preview[2] ?? '', test: preview[1] !== undefined }
  }

  function isOwnOrigin(request: IncomingMessage): boolean {
    const host = request.headers.host?.toLowerCase()
    const secure = publicUrl?.host === host && publicUrl?.protocol === 'https:'
    return request.headers.origin?.toLowerCase() === `${secure ? 'https' : 'http'}://${host}`
  }

  return {
    host: hostOf,
    allowsRequest(request) {
      const host = hostOf(request)
      if (!host) return false
      if (!READS.has(request.method ?? '')) return isOwnOrigin(request)
      // Ports of one host share cookies, so a page on another port could read with ours: browsers say where a request comes from.
      const site = request.headers['sec-fetch-site']
      const isApi = host.kind === 'workshop' && request.url?.startsWith('/api/')
      return !isApi || site === undefined || site === 'same-origin' || site === 'none'
    },
    allowsSocket: request => hostOf(request) !== null && isOwnOrigin(request),
  }
}
