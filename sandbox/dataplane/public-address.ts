import { request as httpRequest } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isIPv4 } from 'node:net'
import type { Sandbox } from '../operation.ts'
import type { RealEndpoint } from '../runtime/address-book.ts'
import { allowsIngress } from '../services/ec2/reachability.ts'
import { collections } from '../services/ec2/store.ts'

/** What a connection from this machine to a task's public address meets. */
export type Reached = RealEndpoint | 'blocked' | 'refused'

/** Who has the public address and lets this machine in; undefined when nobody has it. */
export function reachPublicAddress(sandbox: Sandbox, ip: string, port: number): Reached | undefined {
  if (!isIPv4(ip)) return undefined
  for (const scope of sandbox.store.scopes()) {
    const eni = collections(scope)
      .networkInterfaces.values()
      .find(({ PublicIp }) => PublicIp === ip)
    if (!eni) continue
    if (!allowsIngress(scope, eni.GroupIds, { ips: ['127.0.0.1'], groupIds: [] }, port)) return 'blocked'
    const { accountId, region } = scope
    return sandbox.addresses.lookup({ accountId, region, ip: eni.PrivateIpAddress, port }) ?? 'refused'
  }
  return undefined
}

/** Passes a request on to a task as it is, without a load balancer in between. */
export function passOn(real: RealEndpoint, request: IncomingMessage, response: ServerResponse): void {
  const {
    'proxy-connection': _proxy,
    'proxy-authorization': _secret,
    connection: _connection,
    ...headers
  } = request.headers
  const path = (request.url ?? '/').replace(/^https?:\/\/[^/?#]*/i, '') || '/'
  const upstream = httpRequest({ ...real, method: request.method, path, headers, agent: false })
  upstream.on('response', answer => {
    const { connection: _hop, 'keep-alive': _keep, 'transfer-encoding': _coding, ...kept } = answer.headers
    response.writeHead(answer.statusCode ?? 502, kept)
    answer.on('error', () => response.destroy())
    answer.pipe(response)
  })
  upstream.on('error', error => {
    if (response.headersSent) response.destroy()
    else
      response
        .writeHead(502, { 'Content-Type': 'text/plain' })
        .end(`The task did not answer: ${error.message}\n`)
  })
  response.once('close', () => upstream.destroy())
  request.pipe(upstream)
}
