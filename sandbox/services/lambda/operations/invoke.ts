import {
  InvalidRequestContentException,
  type InvocationRequest,
  type InvocationResponse,
} from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import { constraint } from '../errors.ts'
import { eventQueueOf } from '../event-queue.ts'
import { checkActive, LATEST, qualifiedNameOf, resolveFunction } from '../functions.ts'
import { invokeFunction } from '../invoke-function.ts'

const TYPES: readonly string[] = ['Event', 'RequestResponse', 'DryRun']

/** Runs a function and waits for its answer, or takes the event and answers at once, or only looks whether it could. */
export const invoke: Operation<InvocationRequest, InvocationResponse> = async (
  input,
  { sandbox, scope, requestId },
) => {
  const { FunctionName = '', Qualifier, InvocationType = 'RequestResponse' } = input
  if (!TYPES.includes(InvocationType)) {
    throw constraint(
      InvocationType,
      'invocationType',
      `Member must satisfy enum value set: [${TYPES.join(', ')}]`,
    )
  }
  const { fn, arn } = resolveFunction(scope, FunctionName, Qualifier)
  checkActive(sandbox.clock.time(scope.accountId), fn)
  if (InvocationType === 'DryRun') return { StatusCode: 204 }
  const payload = Buffer.from(input.Payload ?? new Uint8Array()).toString('utf8') || '{}'
  checkJson(payload)
  if (InvocationType === 'Event') {
    eventQueueOf(sandbox).add(scope, qualifiedNameOf(FunctionName, Qualifier), payload)
    return { StatusCode: 202 }
  }
  const result = await invokeFunction(sandbox, scope, fn, payload, requestId, arn)
  const { payload: answer, failed, logTail } = result
  return {
    StatusCode: 200,
    ExecutedVersion: fn.version ?? LATEST,
    Payload: Buffer.from(answer) as unknown as InvocationResponse['Payload'],
    ...(failed && { FunctionError: 'Unhandled' }),
    ...(input.LogType === 'Tail' && { LogResult: Buffer.from(logTail).toString('base64') }),
  }
}

function checkJson(payload: string): void {
  try {
    JSON.parse(payload)
  } catch (error) {
    throw new InvalidRequestContentException({
      message: `Could not parse request body into json: ${(error as Error).message}`,
      Type: 'User',
      $metadata: {},
    })
  }
}
