import { AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols'
import { expect, test } from 'vitest'
import { sample } from './testing/sample.ts'
import { sdkClient } from './testing/sdk-client.ts'
import { modelFor, readServiceModel } from './service-model.ts'
import type { ModelOperation } from './protocol.ts'

/* The SDK's own client is the other side: what it sends must be read as what it was given, and it must read what is written. */

interface Side {
  load: () => Promise<Record<string, unknown>>
  /** Settings of the client beyond those of all. */
  config?: object
  /** Members that the client itself looks into before it sends them. */
  fixed?: Record<string, unknown>
}

const clients: Record<string, Side['load']> = {
  sts: () => import('@aws-sdk/client-sts'),
  iam: () => import('@aws-sdk/client-iam'),
  ecs: () => import('@aws-sdk/client-ecs'),
  ecr: () => import('@aws-sdk/client-ecr'),
  logs: () => import('@aws-sdk/client-cloudwatch-logs'),
  elbv2: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  tagging: () => import('@aws-sdk/client-resource-groups-tagging-api'),
  ec2: () => import('@aws-sdk/client-ec2'),
  efs: () => import('@aws-sdk/client-efs'),
  cloudwatch: () => import('@aws-sdk/client-cloudwatch'),
}

const load = () => import('@aws-sdk/client-cloudwatch')
const sides: [string, Side][] = [
  ...Object.entries(clients).map(([name, one]): [string, Side] => [name, { load: one }]),
  ['cloudwatch in CBOR', { load, config: { protocol: AwsSmithyRpcV2CborProtocol } }],
  ['cloudwatch as a form', { load, config: { protocol: AwsQueryProtocol } }],
  [
    's3',
    {
      load: () => import('@aws-sdk/client-s3'),
      config: {
        forcePathStyle: true,
        requestChecksumCalculation: 'WHEN_REQUIRED',
        responseChecksumValidation: 'WHEN_REQUIRED',
      },
      fixed: {
        Bucket: 'a-bucket',
        ChecksumAlgorithm: 'SHA256',
        // The client derives these from one another.
        ExpiresString: 'Thu, 01 Oct 2026 09:00:00 GMT',
        SSECustomerKey: undefined,
        SSECustomerKeyMD5: undefined,
        CopySourceSSECustomerKey: undefined,
        CopySourceSSECustomerKeyMD5: undefined,
      },
    },
  ],
]

/** Streams events over a connection of its own; it is not a request and an answer. */
const STREAMING = new Set(['StartLiveTail', 'GetLogObject', 'SelectObjectContent'])

for (const [name, { load, config, fixed = {} }] of sides) {
  test(`every operation of ${name} goes through its protocol unchanged`, { timeout: 120_000 }, async () => {
    const module = await load()
    const model = readServiceModel(module)
    const side: { operation?: ModelOperation; input?: unknown; output: object } = { output: {} }
    const client = sdkClient(
      module,
      async request => {
        const { operation } = side
        if (!operation) throw new Error('No operation is under test.')
        const { protocol } = modelFor(request, model)
        expect(protocol.operationName(request, model.operations)).toBe(operation.name)
        side.input = await protocol.read(operation, request)
        return protocol.write(operation, side.output, model, 'request-1')
      },
      config,
    )
    let checked = 0
    for (const operation of model.operations.values()) {
      if (STREAMING.has(operation.name)) continue
      const input = withFixed(sample(operation.input) ?? {}, fixed)
      const output = withFixed(sample(operation.output) ?? {}, fixed)
      Object.assign(side, { operation, output })
      const Command = module[`${operation.name}Command`] as new (input: object) => object
      const { $metadata, ...answer } = await client.send(new Command(input))
      const status = operation.http?.[2] ?? 200
      expect($metadata).toMatchObject({ httpStatusCode: status, requestId: 'request-1' })
      expect(side.input, `input of ${operation.name}`).toEqual(input)
      expect(await plain(answer), `output of ${operation.name}`).toEqual(output)
      checked++
    }
    expect(checked).toBe(
      model.operations.size - [...STREAMING].filter(one => model.operations.has(one)).length,
    )
  })
}

function withFixed(input: object, fixed: Record<string, unknown>): object {
  const entries = Object.entries(input).map(([key, value]) => [key, key in fixed ? fixed[key] : value])
  return Object.fromEntries(entries) as object
}

/** The answer with streams read and the SDK's own kinds of bytes as plain ones. */
async function plain(answer: Record<string, unknown>): Promise<Record<string, unknown>> {
  const entries = Object.entries(answer).map(async ([key, value]) => {
    if (value instanceof Uint8Array) return [key, new Uint8Array(value)]
    const read = (value as { transformToByteArray?: () => Promise<Uint8Array> } | null)?.transformToByteArray
    return [key, read ? new Uint8Array(await read.call(value)) : value]
  })
  return Object.fromEntries(await Promise.all(entries)) as Record<string, unknown>
}
