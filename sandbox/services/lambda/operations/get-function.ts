import type { GetFunctionRequest, GetFunctionResponse } from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import { shownFunction } from '../functions.ts'
import { functionShape } from '../shape.ts'

/** A function's configuration and tags; no address is given where its code could be got. */
export const getFunction: Operation<GetFunctionRequest, GetFunctionResponse> = (
  input,
  { sandbox, scope },
) => {
  const fn = shownFunction(scope, input.FunctionName ?? '', input.Qualifier)
  return {
    Configuration: functionShape(fn, sandbox.clock.time(scope.accountId)),
    Code: { RepositoryType: 'S3' },
    ...(Object.keys(fn.tags).length > 0 && { Tags: fn.tags }),
  }
}
