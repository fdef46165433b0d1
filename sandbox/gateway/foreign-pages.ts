import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/**
 * Why a request is refused that a web page of another site may have made, directly or with a name of its own that it lets
 * resolve to 127.0.0.1; undefined for everyone else. With signatures off nothing else would stop it.
 */
export function foreignPage({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined {
  const host = hostOf(`http://${headers.host ?? ''}`)
  if (host === undefined || !isOwnName(host)) {
    return `The practice account does not answer to the name ${headers.host ?? ''}. Use http://127.0.0.1 and its port.`
  }
  const { origin } = headers
  if (origin !== undefined && !isLoopback(hostOf(origin)))
    return `Pages of ${origin} may not use the practice account.`
  if (headers['sec-fetch-site'] === 'cross-site')
    return 'Pages of other sites may not use the practice account.'
  return undefined
}

/** Addresses, AWS's names, and names that only this machine or its containers resolve. */
function isOwnName(host: string): boolean {
  return (
    isIP(host) !== 0 || isLoopback(host) || !host.includes('.') || /\.(amazonaws\.com|internal)$/.test(host)
  )
}

function isLoopback(host: string | undefined): boolean {
  return (
    host !== undefined && (/^(127\.\d+\.\d+\.\d+|::1|localhost)$/.test(host) || host.endsWith('.localhost'))
  )
}

function hostOf(url: string): string | undefined {
  try {
    return new URL(url).hostname.replace(/^\[|\]$/g, '')
  } catch {
    return undefined
  }
}
