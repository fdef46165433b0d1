import http from 'node:http'
import https from 'node:https'
import { lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

const LIMIT = 1024 * 1024

const metadata = new BlockList()
metadata.addSubnet('169.254.0.0', 16)
metadata.addSubnet('fe80::', 10, 'ipv6')
metadata.addAddress('fd00:ec2::254', 'ipv6')
metadata.addAddress('fd00:ec2::23', 'ipv6')
metadata.addAddress('100.100.100.200')

/** Throws when the host is an address where a cloud hands out the machine's own credentials. */
export function refuseMetadataHost(host: string): void {
  const address = host.replace(/^\[|\]$/g, '')
  const family = isIP(address)
  const refused = family
    ? metadata.check(address, family === 6 ? 'ipv6' : 'ipv4')
    : /^metadata\b/i.test(address)
  if (!refused) return
  throw new Error(
    `${host} is an address for a machine's own metadata; a lab never talks to it. Name a load balancer or an AWS endpoint instead.`,
  )
}

/** A name may resolve to what must not be reached, so the address is looked at, not only the name. */
const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, options, (error, address, family) => {
    if (error) return callback(error, address, family)
    try {
      for (const one of Array.isArray(address) ? address : [{ address }]) refuseMetadataHost(one.address)
    } catch (refused) {
      return callback(refused as Error, address, family)
    }
    callback(null, address, family)
  })
}

export interface HttpGetOptions {
  timeoutMs: number
  /** Base URL of a forward proxy, used for http URLs. */
  proxy?: string
}

/** GET without following redirects; the body is read up to 1 MiB. */
export async function httpGet(
  url: string,
  { timeoutMs, proxy }: HttpGetOptions,
): Promise<{ status: number; body: string }> {
  const target = new URL(url)
  refuseMetadataHost(target.hostname)
  const headers = { host: target.host, 'user-agent': 'slipway-check', accept: '*/*' }
  const options = {
    headers,
    agent: false,
    lookup: guardedLookup,
    signal: AbortSignal.timeout(timeoutMs),
  } as const
  const request =
    target.protocol === 'https:'
      ? https.request(target, options)
      : proxy
        ? http.request({ ...options, ...address(proxy), path: target.href })
        : http.request(target, options)
  return await new Promise((resolve, reject) => {
    request.once('error', error => {
      reject(
        error.name === 'AbortError' || error.name === 'TimeoutError'
          ? new Error(`No answer from ${target.host} within ${timeoutMs / 1000} s.`, { cause: error })
          : error,
      )
    })
    request.once('response', response => {
      const chunks: Buffer[] = []
      let size = 0
      const done = () =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).subarray(0, LIMIT).toString('utf8'),
        })
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        size += chunk.length
        if (size < LIMIT) return
        done()
        request.destroy()
      })
      response.once('end', done)
      response.once('error', reject)
    })
    request.end()
  })
}

function address(proxy: string): { host: string; port: string } {
  const { hostname, port } = new URL(proxy)
  return { host: hostname, port: port || '80' }
}
