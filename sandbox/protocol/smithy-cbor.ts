import { CborCodec } from '@smithy/core/cbor'
import { NormalizedSchema } from '@smithy/core/schema'
import { AwsError } from '../operation.ts'
import { jsonCodes, queryError } from './aws-json.ts'
import { nullMembers } from './missing-members.ts'
import type { Protocol, WireResponse } from './protocol.ts'
import { STRING, structure, type SchemaRef } from './xml.ts'

const codec = new CborCodec()
const PATH = /\/service\/([^/]+)\/operation\/([^/]+)$/

/** smithy-rpc-v2-cbor: `POST /service/X/operation/Y`, both ways in CBOR. */
export const smithyCbor: Protocol = {
  id: 'smithy.protocols#rpcv2Cbor',
  codes: jsonCodes,
  operationName: ({ path }) => PATH.exec(path)?.[2],
  read: ({ input }, { body }) => readCbor(input, body),
  write: ({ output }, value, _names, requestId) =>
    answer(200, output.isUnitSchema() ? '' : writeCbor(output, value), requestId),
  writeError: (fault, names, requestId) => {
    const { code, message, status, schema, members } = fault
    const own = [...(schema?.structIterator() ?? [])].filter(([name]) => name.toLowerCase() !== 'message')
    const envelope = structure('Error', [
      ['__type', STRING],
      ['message', STRING],
      ...own.map(([name, member]): [string, SchemaRef] => [name, member.ref]),
    ])
    const value = { ...members, __type: schema?.getName() ?? code, message }
    const response = answer(status, writeCbor(NormalizedSchema.of(envelope), value), requestId)
    return { ...response, headers: { ...response.headers, ...(names?.queryCompatible && queryError(fault)) } }
  },
  missingMembers: nullMembers,
}

function readCbor(schema: NormalizedSchema, body: Buffer): Record<string, unknown> {
  if (schema.isUnitSchema() || body.length === 0) return {}
  try {
    return codec.createDeserializer().read(schema, body) as Record<string, unknown>
  } catch (error) {
    throw new AwsError(
      'SerializationException',
      `The request body is not valid CBOR: ${(error as Error).message}`,
    )
  }
}

function writeCbor(schema: NormalizedSchema, value: unknown): Uint8Array {
  const serializer = codec.createSerializer()
  serializer.write(schema, value)
  return new Uint8Array(serializer.flush())
}

function answer(status: number, body: string | Uint8Array, requestId: string): WireResponse {
  const headers = {
    'content-type': 'application/cbor',
    'smithy-protocol': 'rpc-v2-cbor',
    'x-amzn-requestid': requestId,
  }
  return { status, headers, body }
}
