import { expect, test } from 'vitest'
import { sample } from './sample.ts'
import { readServiceModel } from './service-model.ts'
import type { ModelOperation, WireRequest, WireResponse } from './protocol.ts'

/* The SDK's own client is the other side: what it sends must be read as what it was given, and it must read what is written. */

interface SdkClient {
  send(command: object): Promise<Record<string, unknown>>
}

interface SdkRequest {
  method: string
  path: string
  query?: Record<string, string>
  headers: Record<string, string>
  body?: string | Uint8Array
}

const clients: Record<string, () => Promise<Record<string, unknown>>> = {
  sts: () => import('@aws-sdk/client-sts'),
  iam: () => import('@aws-sdk/client-iam'),
  ecs: () => import('@aws-sdk/client-ecs'),
  ecr: () => import('@aws-sdk/client-ecr'),
  logs: () => import('@aws-sdk/client-cloudwatch-logs'),
  elbv2: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  tagging: () => import('@aws-sdk/client-resource-groups-tagging-api'),
  ec2: () => import('@aws-sdk/client-ec2'),
}

/** Streams events over a connection of its own; it is not a request and an answer. */
const STREAMING = new Set(['StartLiveTail', 'GetLogObject'])

for (const [name, load] of Object.entries(clients)) {
  test(`every operation of ${name} goes through its protocol unchanged`, { timeout: 120_000 }, async () => {
    const module = await load()
    const model = readServiceModel(module)
    const side: { operation?: ModelOperation; input?: unknown; output: object } = { output: {} }
    const client = clientOf(module, async request => {
      const { operation } = side
      if (!operation) throw new Error('No operation is under test.')
      expect(model.protocol.operationName(request, model.operations)).toBe(operation.name)
      side.input = await model.protocol.read(operation, request)
      return model.protocol.write(operation, side.output, model, 'request-1')
    })
    let checked = 0
    for (const operation of model.operations.values()) {
      if (STREAMING.has(operation.name)) continue
      const input = sample(operation.input) ?? {}
      const output = sample(operation.output) ?? {}
      Object.assign(side, { operation, output })
      const Command = module[`${operation.name}Command`] as new (input: object) => object
      const { $metadata, ...answer } = await client.send(new Command(input))
      expect($metadata).toMatchObject({ httpStatusCode: 200, requestId: 'request-1' })
      expect(side.input, `input of ${operation.name}`).toEqual(input)
      expect(answer, `output of ${operation.name}`).toEqual(output)
      checked++
    }
    expect(checked).toBe(
      model.operations.size - [...STREAMING].filter(one => model.operations.has(one)).length,
    )
  })
}

function clientOf(
  module: Record<string, unknown>,
  handle: (request: WireRequest) => Promise<WireResponse>,
): SdkClient {
  const name = Object.keys(module).find(key => key.endsWith('Client') && key !== '__Client') ?? ''
  const Client = module[name] as new (config: object) => SdkClient
  return new Client({
    region: 'eu-west-1',
    endpoint: 'http://localhost',
    disableHostPrefix: true,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: {
      handle: async (request: SdkRequest) => {
        const { status, headers, body } = await handle({
          method: request.method,
          path: request.path,
          query: new URLSearchParams(request.query).toString(),
          headers: request.headers,
          body: bytesOf(request.body ?? ''),
        })
        return { response: { statusCode: status, headers, body: Buffer.from(body) } }
      },
    },
  })
}

/** The SDK's bytes warn whoever takes them for text, as Buffer.from does. */
function bytesOf(body: string | Uint8Array): Buffer {
  return typeof body === 'string'
    ? Buffer.from(body)
    : Buffer.from(body.buffer, body.byteOffset, body.byteLength)
}
