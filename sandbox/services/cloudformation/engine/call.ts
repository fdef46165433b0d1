import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { Exchange } from '../../../gateway/exchange.ts'
import { faultOf, isExpected } from '../../../gateway/fault.ts'
import { Services } from '../../../gateway/services.ts'
import { authorize } from '../../../gateway/steps/authorize.ts'
import type { Sandbox } from '../../../operation.ts'
import { checkInput } from '../../../protocol/check-input.ts'
import { fillInput, UnknownMember } from '../../../protocol/fill-input.ts'
import type { ModelOperation } from '../../../protocol/protocol.ts'
import type { Scope } from '../../../store/store.ts'
import { ensureServiceLinkedRole } from '../../iam/service-linked-roles.ts'
import { iamState } from '../../iam/store.ts'
import type { Actor } from '../store.ts'
import { CallError } from './call-error.ts'
import { ResourceFailure } from './failure.ts'
import { callerOf } from './caller.ts'

/** Another service's operation, done as the stack's role or as whoever asked for the stack. */
export type Call = <Output extends object = Record<string, unknown>>(
  service: string,
  operation: string,
  input: Readonly<Record<string, unknown>>,
) => Promise<Output>

const SERVICES = path.join(import.meta.dirname, '../..')
let discovered: Promise<Services> | undefined

/**
 * Calls as clients do, without the wire: parameters are checked by the SDK's schema and the actor's policies are asked. Nothing
 * is written to disk between the operation and what the caller does at once with its answer.
 */
export function callsAs(sandbox: Sandbox, scope: Scope, actor: Actor): Call {
  const { accountId, region } = scope
  return async <Output extends object>(id: string, name: string, raw: Readonly<Record<string, unknown>>) => {
    const services = await (discovered ??= Services.discover(SERVICES))
    const service = await services.byId(id)
    const operation = service?.model.operations.get(name)
    const implementation = await service?.operation(name)
    const requestId = randomUUID()
    if (!service || !operation || !implementation) {
      throw new CallError(
        id,
        'NotImplemented',
        `The practice account does not have ${id}:${name}.`,
        501,
        requestId,
      )
    }
    const input = inputOf(operation, raw)
    const caller = callerOf(sandbox, actor)
    const principal = caller?.principal ?? actor.principal
    const request = { method: 'POST', path: '/', query: '', headers: {}, body: Buffer.alloc(0) }
    const exchange = new Exchange(request, requestId)
    const signature = {
      ...{ accessKeyId: principal.accessKeyId, date: '', region, signingName: service.signingName },
      ...{ signedHeaders: [], signature: '', timestamp: '', securityToken: undefined, expires: undefined },
    }
    Object.assign(exchange, {
      service,
      operation,
      implementation,
      input,
      accountId,
      region,
      principal,
      caller,
      signature,
    })
    try {
      if (!caller && sandbox.config.auth === 'on') {
        throw new CallError(
          id,
          'UnrecognizedClientException',
          'The security token included in the request is invalid.',
          403,
          requestId,
        )
      }
      checkInput(operation.input, input, service.model)
      await authorize(exchange, { sandbox, services })
      const place = { accountId: exchange.accountId, region: exchange.region }
      const own = sandbox.store.scope(place.accountId, place.region)
      const output = await implementation(input, { ...place, requestId, principal, scope: own, sandbox })
      const linked = service.serviceLinkedRole
      if (linked?.operations.includes(name)) {
        ensureServiceLinkedRole(iamState(sandbox.store, accountId), linked.principal, sandbox.clock.now())
      }
      return output as Output
    } catch (error) {
      if (error instanceof CallError) throw error
      if (!isExpected(error))
        sandbox.log.error({ err: error, operation: `${id}:${name}` }, 'a call of CloudFormation failed')
      const { code, message, status } = faultOf(error, service.model)
      throw new CallError(id, code, message, status, requestId)
    }
  }
}

function inputOf({ input }: ModelOperation, raw: Readonly<Record<string, unknown>>): Record<string, unknown> {
  try {
    return fillInput(input, raw)
  } catch (error) {
    if (!(error instanceof UnknownMember)) throw error
    throw new ResourceFailure(`Encountered unsupported property ${error.message}`, 'InvalidRequest')
  }
}
