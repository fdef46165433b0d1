import { XmlShapeDeserializer } from '@aws-sdk/core/protocols'
import type { NormalizedSchema } from '@smithy/core/schema'
import { AwsError } from '../operation.ts'
import { decodeChunked } from './aws-chunked.ts'
import { errorDocument, queryCodes } from './aws-query.ts'
import { type BodyCodec, readBindings, writeBindings } from './http-bindings.ts'
import { nullMembers } from './missing-members.ts'
import type { Protocol, ProtocolCodes, ServiceNames, WireResponse } from './protocol.ts'
import { restOperation } from './rest-route.ts'
import { STRING, structure, writeErrorXml, writeXml } from './xml.ts'

const CONTENT_TYPE = 'application/xml'
const MALFORMED = 'The XML you provided was not well-formed or did not validate against our published schema'

const reader = new XmlShapeDeserializer({
  timestampFormat: { useTrait: true, default: 5 },
  httpBindings: true,
  xmlNamespace: '',
  serviceNamespace: '',
})

/** restXml, as CloudFront and Route 53 speak it. */
export const restXml: Protocol = {
  ...common('x-amzn-requestid'),
  codes: queryCodes,
  writeError: (fault, names, requestId) =>
    xmlError(fault.status, errorDocument(fault, names?.xmlNamespace, requestId), {
      'x-amzn-requestid': requestId,
    }),
}

const s3Codes: ProtocolCodes = {
  ...queryCodes,
  unknownKey: [
    'InvalidAccessKeyId',
    'The AWS Access Key Id you provided does not exist in our records.',
    403,
  ],
  wrongSignature: [
    'SignatureDoesNotMatch',
    403,
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  ],
  clockSkew: [
    'RequestTimeTooSkewed',
    403,
    'The difference between the request time and the current time is too large.',
  ],
  expiredToken: ['ExpiredToken', 400],
  unsigned: ['AccessDenied', 403],
  expiredUrl: ['AccessDenied', 403, 'Request has expired'],
  unknownOperation: ['MethodNotAllowed', 405, 'The specified method is not allowed against this resource.'],
  serialization: ['MalformedXML', 400],
}

const s3Common = common('x-amz-request-id')

/** restXml as S3 has it: a bare `<Error>`, request ids of its own, bodies in chunks. */
export const s3RestXml: Protocol = {
  ...s3Common,
  write: (operation, output, names, requestId) => {
    const response = s3Common.write(operation, output, names, requestId)
    const headers = { ...response.headers, 'x-amz-id-2': requestId }
    if (operation.name !== 'GetBucketLocation') return { ...response, headers }
    // Its one member is the document itself, which no schema says.
    const { LocationConstraint = '' } = output as { LocationConstraint?: string }
    const own = `<LocationConstraint>${LocationConstraint}</LocationConstraint>`
    return { ...response, headers, body: String(response.body).replace(own, LocationConstraint) }
  },
  codes: s3Codes,
  missingMembers: () => ({
    code: 'MalformedXML',
    message: MALFORMED,
  }),
  writeError: ({ code, message, status, schema, members, headers }, _names, requestId) => {
    const own = [...(schema?.structIterator() ?? [])].filter(([name]) => !/^(message|code)$/i.test(name))
    const others = schema ? [] : Object.keys(members)
    const ids = { ...headers, 'x-amz-request-id': requestId, 'x-amz-id-2': requestId }
    if (status === 304) return { status, headers: ids, body: '' }
    const document = structure('Error', [
      ['Code', STRING],
      ['Message', STRING],
      ...own.map(([name, member]): [string, typeof member.ref] => [name, member.ref]),
      ...others.map((name): [string, typeof STRING] => [name, STRING]),
      ['RequestId', STRING],
      ['HostId', STRING],
    ])
    const value = { ...members, Code: code, Message: message, RequestId: requestId, HostId: requestId }
    return xmlError(status, writeErrorXml(document, value), ids)
  },
}

function common(idHeader: string): Omit<Protocol, 'codes' | 'writeError'> {
  return {
    id: 'aws.protocols#restXml',
    operationName: restOperation,
    read: (operation, request) => readBindings(operation, decodeChunked(request), codecFor('')),
    write: (operation, output, names, requestId) => {
      const value = output as Record<string, unknown>
      const codec = codecFor(names.xmlNamespace)
      const response = writeBindings(operation.output, value, operation.http?.[2] ?? 200, codec)
      return { ...response, headers: { ...response.headers, [idHeader]: requestId } }
    },
    missingMembers: (paths, models) => nullMembers(paths, models),
  }
}

function codecFor(xmlNamespace: string): BodyCodec {
  return {
    contentType: CONTENT_TYPE,
    read: (schema, body) => readXml(schema, body),
    write: (schema, value) => writeXml(schema, value as object, xmlNamespace),
    empty: '',
  }
}

function readXml(schema: NormalizedSchema, body: Buffer): unknown {
  try {
    return reader.read(schema, body)
  } catch {
    throw new AwsError('MalformedXML', MALFORMED)
  }
}

function xmlError(status: number, body: string, headers: Record<string, string>): WireResponse {
  return { status, headers: { ...headers, 'content-type': CONTENT_TYPE }, body }
}

/** Names of S3 in the SDK's model. */
export function isS3({ targetPrefix }: Pick<ServiceNames, 'targetPrefix'>): boolean {
  return targetPrefix === 'AmazonS3'
}
