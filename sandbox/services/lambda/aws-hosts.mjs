/* AWS's own host names lead to the practice account: handlers of custom resources send their answer to port 443 of one, whatever
   the link says, and there is no AWS here. */
import http from 'node:http'
import https from 'node:https'
import { syncBuiltinESMExports } from 'node:module'

const endpoint = new URL(process.env.AWS_ENDPOINT_URL ?? 'http://127.0.0.1')
const { request } = https

https.request = (...parameters) => {
  const [first, second] = parameters
  const callback = parameters.find(parameter => typeof parameter === 'function')
  const isAddress = typeof first === 'string' || first instanceof URL
  const address = isAddress ? new URL(first) : undefined
  const options = isAddress ? (typeof second === 'object' ? second : {}) : (first ?? {})
  const host = options.hostname ?? options.host ?? address?.hostname ?? ''
  if (!host.endsWith('.amazonaws.com')) return request(...parameters)
  return http.request(
    {
      ...{ path: address ? `${address.pathname}${address.search}` : '/', ...options },
      // They were meant for TLS and for a host that is not there.
      ...{ agent: undefined, host: undefined },
      ...{ protocol: 'http:', hostname: endpoint.hostname, port: endpoint.port },
      headers: { ...options.headers, host },
    },
    callback,
  )
}
syncBuiltinESMExports()
