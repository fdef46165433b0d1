import type { FunctionConfiguration, GetFunctionConfigurationRequest } from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import { shownFunction } from '../functions.ts'
import { functionShape } from '../shape.ts'

/** A function's settings. */
export const getFunctionConfiguration: Operation<GetFunctionConfigurationRequest, FunctionConfiguration> = (
  input,
  { sandbox, scope },
) =>
  functionShape(
    shownFunction(scope, input.FunctionName ?? '', input.Qualifier),
    sandbox.clock.time(scope.accountId),
  )
