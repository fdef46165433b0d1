import { awsJson } from '../protocol/aws-json.ts'
import { requestedProtocol } from '../protocol/service-model.ts'
import type { WireRequest, WireResponse } from '../protocol/protocol.ts'
import { Exchange, type Gateway, type Step } from './exchange.ts'
import { faultOf, isExpected } from './fault.ts'
import { authorize } from './steps/authorize.ts'
import { decompress } from './steps/decompress.ts'
import { dispatch } from './steps/dispatch.ts'
import { findAccount } from './steps/find-account.ts'
import { findService } from './steps/find-service.ts'
import { parse } from './steps/parse.ts'
import { serialize } from './steps/serialize.ts'
import { verifySignature } from './steps/verify-signature.ts'

/** What happens to an AWS request, from top to bottom. */
const chain: readonly Step[] = [
  findService,
  findAccount,
  verifySignature,
  decompress,
  parse,
  authorize,
  dispatch,
  serialize,
]

/** Takes an AWS request through the chain; whatever is thrown leaves as an error of the service's protocol. */
export async function answer(
  request: WireRequest,
  requestId: string,
  gateway: Gateway,
): Promise<WireResponse> {
  const exchange = new Exchange(request, requestId)
  const began = performance.now()
  try {
    for (const step of chain) await step(exchange, gateway)
    log(exchange, gateway, began)
    return exchange.response
  } catch (error) {
    const model = exchange.service?.model
    const fault = faultOf(error, model)
    const protocol = model?.protocol ?? requestedProtocol(request) ?? awsJson('1.1')
    // What a signature lacks is found before the service is, so the protocol's own name for it comes last.
    if (fault.code === 'IncompleteSignature') fault.code = protocol.codes.incompleteSignature
    log(exchange, gateway, began, fault.code, error)
    return protocol.writeError(fault, model, requestId)
  }
}

function log(
  { requestId, service, operation, accountId, region }: Exchange,
  { sandbox }: Gateway,
  began: number,
  code?: string,
  error?: unknown,
) {
  const ms = Math.round((performance.now() - began) * 10) / 10
  const entry = {
    requestId,
    operation: `${service?.id ?? '?'}:${operation?.name ?? '?'}`,
    accountId,
    region,
    ms,
    code,
  }
  if (error === undefined || isExpected(error)) sandbox.log.debug(entry, 'request')
  else sandbox.log.error({ ...entry, err: error }, 'request failed')
}
