import { JsonCodec2, JsonShapeDeserializer2 } from '@smithy/core/protocols'
import type { NormalizedSchema } from '@smithy/core/schema'
import { AwsError } from '../operation.ts'
import { EVENT_STREAM, eventsOf, eventStream } from './event-stream.ts'
import { nullMembers } from './missing-members.ts'
import type { Fault, Protocol, ProtocolCodes, WireResponse } from './protocol.ts'

const settings = { timestampFormat: { useTrait: true, default: 7 }, jsonName: false } as const
const codec = new JsonCodec2(settings)
const reader = new JsonShapeDeserializer2(settings)

/** Codes of the JSON protocols. */
export const jsonCodes: ProtocolCodes = {
  unknownKey: ['UnrecognizedClientException', 'The security token included in the request is invalid.', 400],
  wrongSignature: ['InvalidSignatureException', 400],
  clockSkew: ['InvalidSignatureException', 400],
  expiredToken: ['ExpiredTokenException', 400],
  unsigned: ['MissingAuthenticationTokenException', 400],
  incompleteSignature: 'IncompleteSignatureException',
  accessDenied: ['AccessDeniedException', 400],
  unknownOperation: ['UnknownOperationException', 400],
  serialization: ['SerializationException', 400],
}

/** awsJson1.0 and awsJson1.1, which differ by content type alone. */
export function awsJson(minor: '1.0' | '1.1'): Protocol {
  const contentType = `application/x-amz-json-${minor}`
  return {
    id: `aws.protocols#awsJson${minor.replace('.', '_')}`,
    codes: jsonCodes,
    operationName: request => headerTarget(request.headers['x-amz-target']),
    read: (operation, request) => readJsonWith(reader, operation.input, request.body),
    write: (operation, output, _names, requestId) => {
      const events = eventsOf(operation.output, output)
      if (events) {
        const write = (schema: NormalizedSchema, value: unknown) => writeJsonWith(codec, schema, value)
        return {
          ...answer(200, '', requestId, EVENT_STREAM),
          stream: eventStream(operation.output, events, contentType, write),
        }
      }
      return answer(
        200,
        operation.output.isUnitSchema() ? '{}' : writeJsonWith(codec, operation.output, output),
        requestId,
        contentType,
      )
    },
    writeError: (fault, names, requestId) => {
      const response = answer(fault.status, errorBody(fault), requestId, contentType)
      return {
        ...response,
        headers: { ...response.headers, ...(names?.queryCompatible && queryError(fault)) },
      }
    },
    missingMembers: nullMembers,
  }
}

/** The input in a JSON body; an empty body is an empty object. */
export function readJsonWith(
  reader: Pick<JsonShapeDeserializer2, 'readObject'>,
  schema: NormalizedSchema,
  body: Buffer,
): Record<string, unknown> {
  let parsed: unknown
  try {
    parsed = body.length === 0 ? {} : JSON.parse(body.toString('utf8'))
  } catch (error) {
    throw new AwsError(
      'SerializationException',
      `The request body is not valid JSON: ${(error as Error).message}`,
    )
  }
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) {
    throw new AwsError('SerializationException', 'Start of structure or map found where not expected.')
  }
  if (schema.isUnitSchema()) return {}
  delete (parsed as Record<string, unknown>)['__type']
  return reader.readObject(schema, parsed as never) as Record<string, unknown>
}

/** The JSON of `value`, only what the schema knows. */
export function writeJsonWith(codec: JsonCodec2, schema: NormalizedSchema, value: unknown): Uint8Array {
  const serializer = codec.createSerializer()
  serializer.write(schema, value)
  // The SDK's own kind of array warns whoever takes it for text, as Buffer.from does.
  const { buffer, byteOffset, byteLength } = serializer.flush()
  return new Uint8Array(buffer, byteOffset, byteLength)
}

/** What a service that once spoke awsQuery adds for clients that know its errors by their old codes. */
export function queryError({ code, sender }: Fault): Record<string, string> {
  return { 'x-amzn-query-error': `${code};${sender ? 'Sender' : 'Receiver'}` }
}

function errorBody({ code, message, schema, members }: Fault): string {
  const own = schema
    ? (JSON.parse(Buffer.from(writeJsonWith(codec, schema, members)).toString()) as object)
    : {}
  const key = 'Message' in own ? 'Message' : 'message'
  return JSON.stringify({ __type: schema?.getName() ?? code, ...own, [key]: message })
}

function answer(
  status: number,
  body: string | Uint8Array,
  requestId: string,
  contentType: string,
): WireResponse {
  return { status, headers: { 'content-type': contentType, 'x-amzn-requestid': requestId }, body }
}

function headerTarget(target: string | string[] | undefined): string | undefined {
  return typeof target === 'string' ? target.slice(target.lastIndexOf('.') + 1) : undefined
}
