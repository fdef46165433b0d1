import type { DeleteFunctionRequest, DeleteFunctionResponse } from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import { dropUnusedCode } from '../code.ts'
import { findFunction } from '../functions.ts'
import { lambda } from '../store.ts'

/** Deletes a function; its log group stays. */
export const deleteFunction: Operation<DeleteFunctionRequest, DeleteFunctionResponse> = (
  input,
  { scope },
) => {
  const fn = findFunction(scope, input.FunctionName ?? '', input.Qualifier)
  lambda(scope).functions.delete(fn.functionName)
  dropUnusedCode(scope)
  return {}
}
