import { JsonCodec2, JsonShapeDeserializer2 } from '@smithy/core/protocols'
import { jsonCodes, readJsonWith, writeJsonWith } from './aws-json.ts'
import { type BodyCodec, readBindings, writeBindings } from './http-bindings.ts'
import { nullMembers } from './missing-members.ts'
import type { Protocol, ProtocolCodes, WireResponse } from './protocol.ts'
import { restOperation } from './rest-route.ts'

const settings = { timestampFormat: { useTrait: true, default: 7 }, jsonName: true } as const
const writer = new JsonCodec2(settings)
const reader = new JsonShapeDeserializer2(settings)

const codec: BodyCodec = {
  contentType: 'application/json',
  read: (schema, body) => readJsonWith(reader, schema, body),
  write: (schema, value) => writeJsonWith(writer, schema, value),
  empty: '{}',
}

/** REST services refuse callers with 403. */
const codes: ProtocolCodes = {
  ...jsonCodes,
  unknownKey: [jsonCodes.unknownKey[0], jsonCodes.unknownKey[1], 403],
  wrongSignature: ['InvalidSignatureException', 403],
  clockSkew: ['InvalidSignatureException', 403],
  expiredToken: ['ExpiredTokenException', 403],
  unsigned: ['MissingAuthenticationTokenException', 403],
  accessDenied: ['AccessDeniedException', 403],
  unknownOperation: ['UnknownOperationException', 404],
}

/** restJson1: parts of the input in path, query and headers, the rest in a JSON body. */
export const restJson: Protocol = {
  id: 'aws.protocols#restJson1',
  codes,
  operationName: restOperation,
  read: (operation, request) => readBindings(operation, request, codec),
  write: (operation, output, _names, requestId) =>
    withId(
      writeBindings(operation.output, output as Record<string, unknown>, operation.http?.[2] ?? 200, codec),
      requestId,
    ),
  writeError: ({ code, message, status, schema, members }, _names, requestId) => {
    const own = schema && writeBindings(schema, members, status, codec)
    const body = own && own.body.length > 0 ? (JSON.parse(Buffer.from(own.body).toString()) as object) : {}
    const key = 'Message' in body ? 'Message' : 'message'
    const headers = { ...own?.headers, 'content-type': 'application/json', 'x-amzn-errortype': code }
    return withId({ status, headers, body: JSON.stringify({ ...body, [key]: message }) }, requestId)
  },
  missingMembers: nullMembers,
}

function withId(response: WireResponse, requestId: string): WireResponse {
  return { ...response, headers: { ...response.headers, 'x-amzn-requestid': requestId } }
}
