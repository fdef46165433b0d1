import { AwsError } from '../../operation.ts'
import { formParameters } from '../../protocol/aws-query.ts'
import type { WireRequest } from '../../protocol/protocol.ts'
import { modelFor } from '../../protocol/service-model.ts'
import type { Step } from '../exchange.ts'
import type { LoadedService, Services } from '../services.ts'
import { parseSignature } from '../parse-signature.ts'

/** Finds the service by the signature's credential scope, or by what an unsigned request names. */
export const findService: Step = async (exchange, { services }) => {
  const { request } = exchange
  exchange.signature = parseSignature(request)
  const signingName = request.object ? 's3' : exchange.signature?.signingName
  const service = signingName
    ? await services.bySigningName(signingName)
    : await unsignedService(request, services)
  if (!service) {
    const name = exchange.signature?.signingName ?? `what ${request.method} ${request.path} asks for`
    throw new AwsError('NotImplemented', `The practice account does not have the service ${name}.`, 501)
  }
  const model = modelFor(request, service.model)
  exchange.service = model === service.model ? service : { ...service, model }
}

async function unsignedService(request: WireRequest, services: Services): Promise<LoadedService | undefined> {
  const target = request.headers['x-amz-target']
  if (typeof target === 'string') {
    const prefix = target.slice(0, target.lastIndexOf('.'))
    return services.find(model => model.targetPrefix === prefix)
  }
  const parameters = formParameters(request)
  const [action, version] = [parameters.get('Action'), parameters.get('Version')]
  return action
    ? services.find(model => model.version === version && model.operations.has(action))
    : undefined
}
