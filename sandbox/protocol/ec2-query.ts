import { formParameters, queryCodes, xmlAnswer } from './aws-query.ts'
import { ec2Names, readForm } from './form.ts'
import type { ModelOperation, Protocol } from './protocol.ts'
import { STRING, structure, writeErrorXml, writeXml, type SchemaRef } from './xml.ts'

const credentials = 'AWS was not able to validate the provided access credentials'
const envelopes = new WeakMap<ModelOperation, SchemaRef>()

/** ec2Query: a form in, `<XResponse>` with the members beside `requestId` out. */
export const ec2Query: Protocol = {
  id: 'aws.protocols#ec2Query',
  codes: {
    ...queryCodes,
    unknownKey: ['AuthFailure', credentials, 401],
    wrongSignature: ['AuthFailure', 401, credentials],
    clockSkew: ['AuthFailure', 401, credentials],
    expiredToken: ['RequestExpired', 400],
    unsigned: ['MissingAuthenticationToken', 403],
    accessDenied: ['UnauthorizedOperation', 403],
    unknownOperation: ['InvalidAction', 400],
    serialization: ['InvalidParameterValue', 400],
  },
  operationName: request => formParameters(request).get('Action') ?? undefined,
  read: (operation, request) => readForm(operation.input, formParameters(request), ec2Names),
  write: (operation, output, names, requestId) => {
    let envelope = envelopes.get(operation)
    if (!envelope) envelopes.set(operation, (envelope = responseEnvelope(operation, names.xmlNamespace)))
    return xmlAnswer(200, writeXml(envelope, { ...output, requestId }), requestId)
  },
  writeError: ({ code, message, status }, _names, requestId) => {
    const value = { Errors: { Error: { Code: code, Message: message } }, RequestID: requestId }
    return xmlAnswer(status, writeErrorXml(errorEnvelope, value), requestId)
  },
  missingMembers: paths => ({
    code: 'MissingParameter',
    message: `The request must contain the parameter ${paths.map(capitalized).join(', ')}`,
  }),
}

const errorEnvelope = structure('Response', [
  [
    'Errors',
    structure('Errors', [
      [
        'Error',
        structure('Error', [
          ['Code', STRING],
          ['Message', STRING],
        ]),
      ],
    ]),
  ],
  ['RequestID', STRING],
])

function responseEnvelope(operation: ModelOperation, xmlNamespace: string): SchemaRef {
  const members = operation.output.isUnitSchema() ? [] : [...operation.output.structIterator()]
  return structure(
    `${operation.name}Response`,
    [['requestId', STRING], ...members.map(([name, schema]): [string, SchemaRef] => [name, schema.ref])],
    xmlNamespace,
  )
}

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
