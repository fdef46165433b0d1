import { AwsError } from '../../operation.ts'
import { checkInput } from '../../protocol/check-input.ts'
import type { Step } from '../exchange.ts'
import { withContent } from './read-content.ts'

/** Finds the operation and reads its input, of the types and with the members that its schema requires. */
export const parse: Step = async exchange => {
  const { service } = exchange
  const { object } = exchange.request
  const request = object ? { ...exchange.request, path: object.path } : exchange.request
  const { model } = service
  const name = model.protocol.operationName(request, model.operations)
  const operation = name === undefined ? undefined : model.operations.get(name)
  if (!operation) {
    const [code, status, message] = model.protocol.codes.unknownOperation
    const asked = name ?? `${request.method} ${request.path}`
    throw new AwsError(
      code,
      message ?? `Could not find operation ${asked} for version ${model.version}`,
      status,
    )
  }
  const implementation = await service.operation(operation.name)
  if (!implementation) {
    throw new AwsError(
      'NotImplemented',
      `The practice account does not have ${service.id}:${operation.name}. Its services and operations are listed in the documentation.`,
      501,
    )
  }
  exchange.operation = operation
  exchange.implementation = implementation
  exchange.input = await model.protocol.read(
    operation,
    request.object ? await withContent(exchange, request, operation) : request,
  )
  checkInput(operation.input, exchange.input, model)
}
