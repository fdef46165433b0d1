import { queryNames, readForm } from './form.ts'
import { nullMembers } from './missing-members.ts'
import type { Fault, ModelOperation, Protocol, ProtocolCodes, WireRequest, WireResponse } from './protocol.ts'
import { STRING, structure, writeErrorXml, writeXml, type SchemaRef } from './xml.ts'

/** Codes of awsQuery, and of restXml but for S3. */
export const queryCodes: ProtocolCodes = {
  unknownKey: ['InvalidClientTokenId', 'The security token included in the request is invalid.', 403],
  wrongSignature: ['SignatureDoesNotMatch', 403],
  clockSkew: ['SignatureDoesNotMatch', 403],
  expiredToken: ['ExpiredToken', 403],
  unsigned: ['MissingAuthenticationToken', 403],
  incompleteSignature: 'IncompleteSignature',
  accessDenied: ['AccessDenied', 403],
  unknownOperation: ['InvalidAction', 400],
  serialization: ['MalformedInput', 400],
}

const metadata = structure('ResponseMetadata', [['RequestId', STRING]])
const envelopes = new WeakMap<ModelOperation, SchemaRef>()

/** awsQuery: a form in, `<XResponse><XResult>` out. */
export const awsQuery: Protocol = {
  id: 'aws.protocols#awsQuery',
  codes: queryCodes,
  operationName: request => formParameters(request).get('Action') ?? undefined,
  read: (operation, request) => readForm(operation.input, formParameters(request), queryNames),
  write: (operation, output, names, requestId) => {
    let envelope = envelopes.get(operation)
    if (!envelope) envelopes.set(operation, (envelope = resultEnvelope(operation, names.xmlNamespace)))
    const value = { [`${operation.name}Result`]: output, ResponseMetadata: { RequestId: requestId } }
    return xmlAnswer(200, writeXml(envelope, value), requestId)
  },
  writeError: (fault, names, requestId) =>
    xmlAnswer(fault.status, errorDocument(fault, names?.xmlNamespace, requestId), requestId),
  missingMembers: (paths, models) => ({ ...nullMembers(paths, models), code: 'ValidationError' }),
}

/** The parameters of a form request, in the body or in the query string. */
export function formParameters(request: WireRequest): URLSearchParams {
  return new URLSearchParams(request.body.length > 0 ? request.body.toString('utf8') : request.query)
}

/** An XML answer with AWS's headers. */
export function xmlAnswer(status: number, body: string, requestId: string): WireResponse {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body }
}

function resultEnvelope(operation: ModelOperation, xmlNamespace: string): SchemaRef {
  const result: [string, SchemaRef][] = operation.output.isUnitSchema()
    ? []
    : [[`${operation.name}Result`, operation.output.ref]]
  return structure(`${operation.name}Response`, [...result, ['ResponseMetadata', metadata]], xmlNamespace)
}

/** `<ErrorResponse>` with the exception's own members. */
export function errorDocument(
  { code, message, sender, schema, members }: Fault,
  xmlNamespace: string | undefined,
  requestId: string,
): string {
  const own = [...(schema?.structIterator() ?? [])]
    .filter(([name]) => !/^(message|code|type)$/i.test(name))
    .map(([name, member]): [string, SchemaRef] => [name, member.ref])
  const error = structure('Error', [['Type', STRING], ['Code', STRING], ['Message', STRING], ...own])
  const envelope = structure(
    'ErrorResponse',
    [
      ['Error', error],
      ['RequestId', STRING],
    ],
    xmlNamespace,
  )
  const Error = { ...members, Type: sender ? 'Sender' : 'Receiver', Code: code, Message: message }
  return writeErrorXml(envelope, { Error, RequestId: requestId })
}
