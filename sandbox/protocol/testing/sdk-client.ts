import { Readable } from 'node:stream'
import type { WireRequest, WireResponse } from '../protocol.ts'

/** A client of the SDK. */
export interface SdkClient {
  send(command: object): Promise<Record<string, unknown>>
}

interface SdkRequest {
  method: string
  path: string
  query?: Record<string, string | string[]>
  headers: Record<string, string>
  body?: string | Uint8Array
}

/** The SDK's own client in `module`, whose requests go to `handle`. */
export function sdkClient(
  module: Record<string, unknown>,
  handle: (request: WireRequest) => Promise<WireResponse>,
  config: object = {},
): SdkClient {
  const name = Object.keys(module).find(key => key.endsWith('Client') && key !== '__Client') ?? ''
  const Client = module[name] as new (config: object) => SdkClient
  return new Client({
    region: 'eu-west-1',
    endpoint: 'http://localhost',
    disableHostPrefix: true,
    ...config,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: {
      handle: async (request: SdkRequest) => {
        const { status, headers, body } = await handle({
          method: request.method,
          path: request.path,
          query: queryOf(request.query ?? {}),
          headers: request.headers,
          body: bytesOf(request.body ?? ''),
        })
        return { response: { statusCode: status, headers, body: Readable.from([Buffer.from(body)]) } }
      },
    },
  })
}

function queryOf(query: Record<string, string | string[]>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => [value].flat().map(one => [name, one]))
  return new URLSearchParams(pairs).toString()
}

/** The SDK's bytes warn whoever takes them for text, as Buffer.from does. */
function bytesOf(body: string | Uint8Array): Buffer {
  return typeof body === 'string'
    ? Buffer.from(body)
    : Buffer.from(body.buffer, body.byteOffset, body.byteLength)
}
